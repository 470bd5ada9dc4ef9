import { type Random } from "../models/random.ts";
import { type Scheduler } from "./scheduler.ts";

interface World {
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** By how many ms its clock is ahead of the others'. */
  readonly skew: number;
}

/** One run of some program: a function's invocation, a script, a client. It can die at any await. */
export class Process {
  readonly name: string;
  readonly random: Random;
  readonly #scheduler: Scheduler;
  readonly #skew: number;
  readonly #parent: Process | undefined;
  readonly #children: Process[] = [];
  readonly #onDeath: (() => void)[] = [];
  #state: "running" | "ended" | "dead" = "running";
  #waiting = 0;
  #tokens = 0;

  constructor(name: string, world: World, parent?: Process) {
    this.name = name;
    this.#parent = parent;
    this.random = world.random;
    this.#scheduler = world.scheduler;
    this.#skew = world.skew;
  }

  /** Its own clock, in ms since 1970. */
  readonly now = (): number => this.#scheduler.now() + this.#skew;

  /** Waits in virtual time; ends early, without an error, when the signal does. */
  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted) return Promise.resolve();
    return this.suspend<void>((resume) => {
      const cancel = this.#scheduler.after(ms, resume);
      signal?.addEventListener("abort", () => {
        cancel();
        resume();
      });
    });
  };

  /** A token that no other process makes, and readable in a trace. */
  readonly newToken = (): string => `${this.name}/${++this.#tokens}`;

  /** Fires after so many ms, if the process lives. */
  signalAfter(ms: number): AbortSignal {
    const controller = new AbortController();
    this.#scheduler.after(ms, () => {
      if (this.isRunning) controller.abort();
    });
    return controller.signal;
  }

  /** One of several things that it does at once: lives no longer than the whole, and takes it along in death. */
  branch(name: string): Process {
    const world = { scheduler: this.#scheduler, random: this.random.fork(), skew: this.#skew };
    const branch = new Process(`${this.name}.${name}`, world, this);
    this.#children.push(branch);
    return branch;
  }

  get isRunning(): boolean {
    return this.#state === "running" && (this.#parent?.isRunning ?? true);
  }

  /** Whether all it does now is wait for something that the scheduler will bring. */
  get isParked(): boolean {
    if (!this.isRunning) return true;
    const branches = this.#children.filter((branch) => branch.isRunning);
    if (branches.length > 0) return branches.every((branch) => branch.isParked);
    return this.#waiting > 0;
  }

  /**
   * Waits for `begin` to call what it is given. Dead processes aren't woken: their promises stay
   * pending, and they do nothing more.
   */
  suspend<T>(
    begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.isRunning) return;
      this.#waiting++;
      let settled = false;
      const wake = (act: () => void) => {
        if (settled || !this.isRunning) return;
        settled = true;
        this.#waiting--;
        act();
      };
      begin(
        (value) => wake(() => resolve(value)),
        (error) => wake(() => reject(error)),
      );
    });
  }

  /** Waits for what another branch of the same process does for both. */
  waitFor<T>(shared: Promise<T>): Promise<T> {
    return this.suspend((resolve, reject) => void shared.then(resolve, reject));
  }

  /** Stops it where it stands. */
  kill(): void {
    if (this.#parent) return this.#parent.kill();
    if (!this.isRunning) return;
    this.#state = "dead";
    for (const tell of this.#onDeath) tell();
  }

  /** It has done what it had to. */
  end(): void {
    if (this.isRunning) this.#state = "ended";
  }

  onDeath(tell: () => void): void {
    this.#onDeath.push(tell);
  }
}
