import { type Clock } from "../model.ts";

/** How one invocation ended. */
export type Result =
  | { readonly kind: "returned"; readonly value: unknown }
  | { readonly kind: "threw"; readonly error: unknown }
  /** Stopped where it stood: by its deadline, or because its machine died. */
  | { readonly kind: "timedOut" | "crashed" };

/** An invocation that runs. */
export interface Running {
  /** What the handler returns or throws; stays pending for ever once it is killed. */
  readonly done: Promise<unknown>;
  /** Stops it at the await it stands at: it makes no further call. */
  kill(): void;
  /** Tells of a death that nobody here caused. */
  onDeath(tell: () => void): void;
}

export interface FunctionSettings {
  /** In ms. */
  readonly timeout: number;
  /** Begins an invocation that will be killed at `deadline` (ms since 1970, by the service's clock). */
  start(event: unknown, deadline: number): Running;
}

export interface LambdaFunction {
  /** Runs it once and tells how it ended. */
  invoke(event: unknown): Promise<Result>;
}

/** One function. Its invocations are given copies of their events, as JSON carries them. */
export function lambdaFunction(clock: Clock, settings: FunctionSettings): LambdaFunction {
  const { timeout } = settings;
  return {
    invoke: (event) =>
      new Promise((resolve) => {
        const copy: unknown = JSON.parse(JSON.stringify(event));
        const running = settings.start(copy, clock.now() + timeout);
        const cancel = clock.after(timeout, () => {
          running.kill();
          resolve({ kind: "timedOut" });
        });
        const end = (result: Result) => {
          cancel();
          resolve(result);
        };
        running.onDeath(() => end({ kind: "crashed" }));
        running.done.then(
          (value) => end({ kind: "returned", value }),
          (error: unknown) => end({ kind: "threw", error }),
        );
      }),
  };
}
