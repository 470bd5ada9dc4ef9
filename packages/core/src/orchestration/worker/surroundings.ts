import { trace, type Trace } from "../../tracing/trace.ts";
import { type Publish } from "./die.ts";
import { jsonLog, type Log } from "./log.ts";
import { workerSettings, type WorkerSettings } from "./settings.ts";
import { type After, realAfter } from "./shutdown.ts";

/** What a worker and an essential need from outside; every part has a default. */
export interface Surroundings {
  readonly settings?: WorkerSettings;
  readonly log?: Log;
  readonly publish?: Publish;
  readonly trace?: Trace;
  readonly now?: () => number;
  readonly after?: After;
}

/** Fills in what isn't given. SNS's client is loaded when it is first needed: few invocations die. */
export const surroundingsOf = (given: Surroundings): Required<Surroundings> => ({
  log: jsonLog(),
  publish: publishLazily,
  trace: (work) => trace(work),
  now: Date.now,
  after: realAfter,
  ...given,
  settings: given.settings ?? workerSettings(),
});

const publishLazily: Publish = async (...message) =>
  (await import("../notifier/publish.ts")).publish(...message);
