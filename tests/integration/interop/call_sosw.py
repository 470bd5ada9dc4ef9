"""Python's sosw for the tests: a request in JSON on each line of stdin, its answer on a line of stdout.

A request names a call, the function that it is made as, its configuration and its event. `ahead`
sets sosw's clock so many seconds ahead, for what would take it half an hour.
"""

import json
import logging
import os
import sys
import time
import types
import uuid

logging.disable(logging.CRITICAL)
# Its notifier publishes when Python tidies up, to a topic that nobody has made.
sys.unraisablehook = lambda _: None
clock, ahead = time.time, 0
time.time = lambda: clock() + ahead

from sosw import app, worker_assistant, orchestrator, scavenger, scheduler, worker  # noqa: E402
from sosw.components import config as configuration  # noqa: E402
from sosw.managers.task import TaskManager  # noqa: E402


class Counter(worker.Worker):
    """As the documentation's workers: it works, and its parent tells the assistant."""

    def __call__(self, event):
        if event.get("fail"):
            self.mark_task_as_failed(event["task_id"])
            raise RuntimeError(event["fail"])
        self.stats["counted"] += 1
        self.result["letters"] = len(event.get("word", ""))
        super().__call__(event)


def manager(config, event):
    """A method of the task manager; those that take a labourer get it."""
    tasks = TaskManager(custom_config=config["task_config"])
    tasks.register_labourers()
    labourer = tasks.get_labourer(event.pop("labourer", None))
    method = getattr(tasks, event.pop("method"))
    return method(labourer, **event) if labourer else method(**event)


essentials = {
    "schedule": scheduler.Scheduler,
    "orchestrate": orchestrator.Orchestrator,
    "scavenge": scavenger.Scavenger,
    "assist": worker_assistant.WorkerAssistant,
    "work": Counter,
}
others = {
    "manage": manager,
    "read_config": lambda _, name: configuration.get_config(name),
    "write_config": lambda _, pair: configuration.update_config(*pair),
}


def answer(call, name, config, event, ahead_by):
    global ahead
    ahead = ahead_by
    os.environ["AWS_LAMBDA_FUNCTION_NAME"] = name
    app.global_vars.lambda_context = types.SimpleNamespace(
        function_name=name,
        aws_request_id=uuid.uuid4().hex,
        log_stream_name="python",
        get_remaining_time_in_millis=lambda: 600_000,
    )
    if call in others:
        return others[call](config, event)
    made = essentials[call](custom_config=config)
    made(event)
    return made.get_stats()


for line in sys.stdin:
    request = json.loads(line)
    try:
        said = {"answer": answer(**request)}
    except BaseException as error:
        said = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(said, default=str), flush=True)
