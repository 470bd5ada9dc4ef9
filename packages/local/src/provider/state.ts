import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Existing } from "./resource-type.ts";

/** What the state remembers of one resource. */
export interface Remembered extends Existing {
  type: string;
  name: string;
  /** `pending` while it is being made: a run that dies then finds the same names again. */
  status: "pending" | "made";
  /** Counts up: what was made later is removed earlier. */
  order: number;
}

interface Contents {
  version: 1;
  resources: Record<string, Remembered>;
  outputs: Record<string, unknown>;
  /** What the last run that succeeded was made from; absent while one is under way, and after it failed. */
  made?: unknown;
}

/** The state of one deployment, a JSON file keyed by URN; readable by its owner alone, for it holds local secrets. */
export class State {
  readonly #file: string;
  readonly #contents: Contents;
  #writing: Promise<void> | undefined;
  #queued: Promise<void> | undefined;

  private constructor(file: string, contents: Contents) {
    this.#file = file;
    this.#contents = contents;
  }

  /** Reads `file`, or begins anew where there is none. */
  static async open(file: string): Promise<State> {
    await mkdir(path.dirname(file), { recursive: true });
    try {
      return new State(file, JSON.parse(await readFile(file, "utf8")) as Contents);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return new State(file, { version: 1, resources: {}, outputs: {} });
    }
  }

  get(urn: string): Remembered | undefined {
    return this.#contents.resources[urn];
  }

  /** Latest made first, as they must be removed. */
  all(): [urn: string, resource: Remembered][] {
    return Object.entries(this.#contents.resources).toSorted(([, a], [, b]) => b.order - a.order);
  }

  get outputs(): Record<string, unknown> {
    return this.#contents.outputs;
  }

  /** Resolves when the change is on disk. */
  put(urn: string, resource: Omit<Remembered, "order">): Promise<void> {
    const order =
      this.get(urn)?.order ?? 1 + Math.max(0, ...this.all().map(([, known]) => known.order));
    this.#contents.resources[urn] = { ...resource, order };
    return this.#save();
  }

  forget(urn: string): Promise<void> {
    delete this.#contents.resources[urn];
    return this.#save();
  }

  putOutputs(outputs: Record<string, unknown>): Promise<void> {
    this.#contents.outputs = outputs;
    return this.#save();
  }

  get made(): unknown {
    return this.#contents.made;
  }

  putMade(made: unknown): Promise<void> {
    this.#contents.made = made;
    return this.#save();
  }

  async destroy() {
    await this.#writing;
    await rm(this.#file, { force: true });
  }

  /** Writes that wait for one under way become one. */
  #save(): Promise<void> {
    if (!this.#writing) return (this.#writing = this.#write());
    return (this.#queued ??= this.#writing.then(() => {
      this.#queued = undefined;
      return (this.#writing = this.#write());
    }));
  }

  async #write() {
    try {
      const text = JSON.stringify(this.#contents, undefined, 1);
      await writeFile(`${this.#file}.new`, text, { mode: 0o600 });
      await rename(`${this.#file}.new`, this.#file);
    } finally {
      if (!this.#queued) this.#writing = undefined;
    }
  }
}
