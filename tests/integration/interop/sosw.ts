import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pythonEnvironment, pythonWith } from "../python-with.ts";
import { stack } from "../stack.ts";

export interface SoswRequest {
  readonly call:
    | "schedule"
    | "orchestrate"
    | "scavenge"
    | "assist"
    | "work"
    | "manage"
    | "read_config"
    | "write_config";
  /** The function that it is made as; its own configuration is read by this name. */
  readonly name?: string;
  /** What its code passes. */
  readonly config?: object;
  readonly event?: unknown;
  /** Seconds that its clock is ahead. */
  readonly ahead?: number;
}

/** Python's sosw. Throws what it raised. */
export type Sosw = (request: SoswRequest) => Promise<unknown>;

/** What is to hold beside the real sosw; where Python or PyPI is missing, a test that says so. */
export async function besideSosw(matter: string, define: (sosw: Sosw) => void): Promise<void> {
  const python = await pythonWith("sosw", "0.7.47", "sosw.scheduler");
  if (python === undefined) {
    test(`${matter}: not tried, for Python 3 or its package sosw can't be had here`, async () => {
      expect(await pythonWith("sosw", "0.7.47", "sosw.scheduler")).toBeUndefined();
    });
    return;
  }
  describe(`${matter}, beside sosw 0.7.47 on ${stack().kind}`, { timeout: 300_000 }, () => {
    let running: ReturnType<typeof start>;
    beforeAll(() => {
      running = start(python);
    });
    afterAll(() => running.stop());
    define((request) => running.ask(request));
  });
}

/** One process; it answers one request after another. */
function start(python: string) {
  const program = path.resolve("tests/integration/interop/call_sosw.py");
  const child = spawn(python, [program], {
    env: { ...pythonEnvironment(), AWS_REGION: stack().region },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let before: Promise<unknown> = Promise.resolve();
  const answerTo = async ({
    call,
    name = "python",
    config = {},
    event = {},
    ahead = 0,
  }: SoswRequest) => {
    child.stdin.write(`${JSON.stringify({ call, name, config, event, ahead_by: ahead })}\n`);
    const { value = '{"error":"its process has ended"}' } = (await lines.next()) as {
      value?: string;
    };
    const said = JSON.parse(value) as { answer?: unknown; error?: string };
    if (said.error !== undefined) throw new TypeError(said.error);
    return said.answer;
  };
  return {
    ask: (request: SoswRequest) => {
      const mine = before.then(() => answerTo(request));
      before = mine.catch(() => undefined);
      return mine;
    },
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
