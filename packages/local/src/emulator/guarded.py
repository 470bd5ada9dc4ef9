"""Runs MiniStack until the process that holds the other end of standard input is gone.

A thread of the emulator itself waits for that end: no helper that could be killed first, and no
process id that could meanwhile be another's. Its group is its own (see ministack.ts), so this ends
its workers with it.
"""

import os
import runpy
import signal
import threading


def end_with_parent(pipe: int) -> None:
    while os.read(pipe, 4096):
        pass
    os.killpg(0, signal.SIGKILL)


# Workers must not inherit the pipe: what os.dup returns isn't inherited, and 0 becomes /dev/null.
pipe = os.dup(0)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
threading.Thread(target=end_with_parent, args=(pipe,), daemon=True).start()
runpy.run_module("ministack", run_name="__main__")
