import { fork, type ChildProcess } from "node:child_process";
import path from "node:path";
import { type Block } from "./blocks.ts";
import { type News, type Wrong } from "./messages.ts";

/** How a soak ended. */
export interface Outcome {
  readonly histories: number;
  readonly wrong?: Wrong;
  /** The first seed whose histories weren't all run; absent when all were. */
  readonly next?: number;
}
export interface Listeners {
  /** Hears how many histories were run so far. */
  readonly ran: (histories: number) => void;
  readonly shrinking: (sentences: readonly string[]) => void;
}

/** A job's process ended by itself. */
export class JobEndedError extends Error {
  override readonly name = "JobEndedError";
}

/** Deals blocks out to so many processes, until all are done, one found something, or the signal fires. */
export async function runBlocks(
  blocks: readonly Block[],
  { jobs, program = path.join(import.meta.dirname, "job.ts") }: { jobs: number; program?: string },
  { ran, shrinking }: Listeners,
  signal: AbortSignal,
): Promise<Outcome> {
  const waiting = [...blocks];
  const unfinished = new Set(blocks);
  const children: ChildProcess[] = [];
  let histories = 0;
  const found = await new Promise<Wrong | undefined>((resolve, reject) => {
    signal.addEventListener("abort", () => resolve(undefined));
    const deal = (child: ChildProcess) => {
      const block = waiting.shift();
      if (unfinished.size === 0) resolve(undefined);
      if (!block) return;
      child.removeAllListeners("message");
      child.on("message", (news: News) => {
        if (news.kind === "ran") ran((histories += news.histories));
        if (news.kind === "shrinking") shrinking(news.sentences);
        if (news.kind === "wrong") resolve(news.wrong);
        if (news.kind !== "finished") return;
        unfinished.delete(block);
        deal(child);
      });
      child.send(block);
    };
    for (let job = 0; job < Math.min(jobs, blocks.length); job++) {
      const child = fork(program, { stdio: "inherit" });
      child.on("error", reject);
      child.on("exit", (code) => reject(new JobEndedError(`A job ended with code ${code}.`)));
      children.push(child);
      deal(child);
    }
  }).finally(() => children.forEach(end));
  const [next] = unfinished;
  return { histories, ...(found && { wrong: found }), ...(next && { next: next.seed }) };
}

function end(child: ChildProcess): void {
  child.removeAllListeners("exit");
  child.kill("SIGKILL"); // it holds nothing, and may be in the middle of a history
}
