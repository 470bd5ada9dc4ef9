import { setImmediate } from "node:timers/promises";
import { type Access } from "./access.ts";
import { type Content, type MapKey } from "./content.ts";
import { PersistentMapConflictError, PersistentMapTooLargeError } from "./errors.ts";
import { contentOf, type Loaded } from "./load.ts";
import { store } from "./store.ts";

/** Changes a content in place and returns what its caller is told. Runs again on fresh content after a conflict. */
export type Change<K extends MapKey, V, R> = (content: Content<K, V>) => R;

interface Job<K extends MapKey, V> {
  readonly change: Change<K, V, unknown>;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes a map's changes one write after another. All that are asked for in one turn of the event
 * loop, or while a write is under way, are the next write together.
 */
export class Writer<K extends MapKey, V> {
  readonly #access: Access;
  #loaded: Loaded<K, V>;
  #waiting: Job<K, V>[] = [];
  /** The last of what is done one after another. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(loaded: Loaded<K, V>, access: Access) {
    this.#loaded = loaded;
    this.#access = access;
  }

  /** As it was last read or written. */
  get content(): Content<K, V> {
    return this.#loaded.content;
  }

  /** Resolves to what `change` returned once it is stored; rejects with what it threw. */
  write<R>(change: Change<K, V, R>): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      if (this.#waiting.push({ change, resolve, reject }) > 1) return;
      void this.#inTurn(async () => {
        await setImmediate();
        const jobs = this.#waiting;
        this.#waiting = [];
        await this.#writeAll(jobs);
      });
    });
  }

  /** Takes up what `read` gives, after the writes asked for so far. */
  reload(read: () => Promise<Loaded<K, V>>): Promise<void> {
    return this.#inTurn(async () => {
      this.#loaded = await read();
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {}); // Whoever asked for it is told.
    return turn;
  }

  /** Together they may be too large where most of them are not. */
  async #writeAll(jobs: readonly Job<K, V>[]): Promise<void> {
    try {
      await this.#writeTogether(jobs);
    } catch (error) {
      if (error instanceof PersistentMapTooLargeError && jobs.length > 1)
        for (const job of jobs) await this.#writeAll([job]);
      else for (const { reject } of jobs) reject(error);
    }
  }

  async #writeTogether(jobs: readonly Job<K, V>[]): Promise<void> {
    const { settings, tally } = this.#access;
    let base = this.#loaded;
    let live = jobs;
    for (let attempt = 1; ; attempt++) {
      const { content, done } = apply(live, base.content);
      live = done.map(({ job }) => job);
      const tell = (loaded: Loaded<K, V>) => {
        this.#loaded = loaded;
        for (const { job, result } of done) job.resolve(result as never);
      };
      const { text } = content;
      if (text === base.content.text) return tell(base);
      const outcome = await store(text, base.head, this.#access);
      if (outcome.kind === "written") return tell({ content, head: outcome.head });
      const fresh = await contentOf<K, V>(outcome.found, this.#access);
      if (outcome.kind === "written over") return tell(fresh);
      tally.conflicts++;
      if (settings.conflict === "throw" || attempt >= settings.maxAttempts)
        throw new PersistentMapConflictError(attempt);
      base = fresh;
      await settings.sleep(settings.random() * Math.min(64, 2 ** attempt));
    }
  }
}

/** Applies the changes to a copy. A change that throws is told so at once, and has changed nothing. */
function apply<K extends MapKey, V>(jobs: readonly Job<K, V>[], base: Content<K, V>) {
  const content = base.copy();
  const done: { readonly job: Job<K, V>; readonly result: unknown }[] = [];
  for (const job of jobs) {
    try {
      done.push({ job, result: job.change(content) });
    } catch (error) {
      job.reject(error);
    }
  }
  return { content, done };
}
