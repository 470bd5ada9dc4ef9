import type { Me } from "../api/api.ts";
import { afterError, nameTaken } from "./after-error.ts";
import { refusalOf, typeOf } from "./check.ts";
import type { Chosen } from "./collect.ts";
import { type Entry, isLeftOf, newEntry } from "./queue-entry.ts";
import type { Transfer, TransferEvents } from "./transfer.ts";
import { canStart, isOver, type Upload } from "./upload.ts";

/** What a queue does things with. */
export interface QueueNeeds {
  readonly start: (upload: Upload, file: File, events: QueueEvents) => Promise<Transfer>;
  /** Whether what is stored under a key is this upload. */
  readonly isStored: (key: string) => Promise<boolean>;
  /** Gives up in S3 what no transfer holds. */
  readonly abandon: (upload: Upload) => Promise<void>;
  readonly newId: () => string;
  /** ms */
  readonly now: () => number;
  /** Calls back after some ms; returns how to take that back. */
  readonly later: (work: () => void, ms: number) => () => void;
}

export interface QueueEvents extends TransferEvents {
  /** It was announced: what is known of it since. */
  readonly prepared: (facts: Partial<Upload>) => void;
}

/** Files that are sent at once: each sends its parts one after another. */
const atOnce = 4;
/** ms between two looks at what changed, for whoever shows it. */
const beatMs = 150;

/** The files of this visit, and what is left of earlier ones. Sends a few at once; the rest wait. */
export class UploadQueue {
  readonly #needs: QueueNeeds;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly Upload[] = [];
  #isBeating = false;

  constructor(needs: QueueNeeds) {
    this.#needs = needs;
  }

  readonly getSnapshot = () => this.#snapshot;
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly fileOf = (id: string): File | undefined => this.#entries.get(id)?.file;

  /** Adds files; one that an earlier visit left unfinished is taken up instead of begun anew. */
  add(files: readonly Chosen[], how: Pick<Upload, "way" | "overwrite">, me: Me) {
    for (const { file, name } of files) {
      const left = this.#find((upload) => isLeftOf(upload, file, name));
      if (left) {
        left.file = file;
        this.#change(left, { phase: "waiting" });
        continue;
      }
      const { size, lastModified } = file;
      const reason = refusalOf({ name, size, way: how.way }, me);
      const phase = reason === undefined ? "waiting" : "refused";
      const facts = { name, size, type: typeOf(file.type), lastModified, ...how };
      this.#keep(newEntry({ id: this.#needs.newId(), ...facts, phase, sent: 0, reason }, file));
    }
    this.#pump();
  }

  /** Takes in what an earlier visit left; with its file it goes on at once. */
  restore(upload: Upload, file?: File) {
    this.#keep(
      newEntry({ ...upload, phase: file ? "waiting" : "missing", speed: undefined }, file),
    );
    this.#pump();
  }

  /** Pauses one file, or all. */
  pause(id?: string) {
    for (const entry of this.#chosen(id)) {
      const { phase } = entry.upload;
      if (phase !== "sending" && phase !== "waiting" && phase !== "offline") continue;
      entry.forget();
      if (phase === "sending" && entry.transfer) {
        entry.transfer.pause();
        entry.held = "paused";
      }
      this.#stop(entry, { phase: "paused", reason: undefined });
    }
  }

  /** Goes on with what is paused, has failed, or waits for the network. */
  resume(id?: string) {
    for (const entry of this.#chosen(id)) {
      entry.forget();
      if (canStart(entry.upload)) this.#change(entry, { phase: "waiting" });
    }
    this.#pump();
  }

  /** Gives files up, and forgets them; what is stored stays. */
  remove(id?: string) {
    for (const entry of this.#chosen(id)) {
      entry.forget();
      entry.run++;
      this.#entries.delete(entry.upload.id);
      // Uppy lets go of an upload that failed.
      if (entry.transfer && entry.held !== "failed") entry.transfer.cancel();
      // The bucket drops by itself, after a day, what can't be given up now.
      else if (entry.upload.multipart) this.#needs.abandon(entry.upload).catch(() => {});
    }
    this.#tell();
    this.#pump();
  }

  /** Takes those out of the list of which nothing more will come. */
  clear() {
    for (const [id, { upload }] of this.#entries) if (isOver(upload)) this.#entries.delete(id);
    this.#tell();
  }

  /** The network is back, or there is a new token. */
  wake() {
    for (const entry of this.#chosen()) this.#wake(entry);
  }

  /** The pipeline has news of a file. */
  note(id: string, file: NonNullable<Upload["file"]>) {
    for (const entry of this.#chosen(id)) {
      const known = entry.upload.file;
      if (known?.state !== file.state || known.id !== file.id) this.#change(entry, { file });
    }
  }

  #pump() {
    const all = this.#chosen();
    const busy = all.filter(({ upload }) => upload.phase === "sending").length;
    const waiting = all.filter(({ upload, file }) => upload.phase === "waiting" && file);
    for (const entry of waiting.slice(0, Math.max(0, atOnce - busy))) this.#send(entry);
  }

  /** Begins, or goes on with what has begun. */
  #send(entry: Entry) {
    const { transfer, held } = entry;
    entry.held = "no";
    this.#change(entry, { phase: "sending", reason: undefined });
    if (transfer) return held === "paused" ? transfer.resume() : transfer.retry();
    if (!entry.isStarting) this.#start(entry, entry.upload, entry.file);
  }

  #start(entry: Entry, upload: Upload, file: File | undefined) {
    if (!file) return;
    const run = ++entry.run;
    entry.isStarting = true;
    const events = this.#eventsOf(entry, run);
    const begin = async () => {
      const transfer = await this.#needs.start(upload, file, events);
      if (entry.run !== run) return transfer.cancel();
      entry.isStarting = false;
      entry.transfer = transfer;
      if (entry.upload.phase !== "paused") return;
      transfer.pause();
      entry.held = "paused";
    };
    begin().catch((error: unknown) => {
      if (entry.run === run) entry.isStarting = false;
      events.failed(asError(error));
    });
  }

  #eventsOf(entry: Entry, run: number): QueueEvents {
    const ifPresent =
      <A extends unknown[]>(work: (...args: A) => void) =>
      (...args: A) => {
        if (entry.run === run) work(...args);
      };
    return {
      prepared: ifPresent((facts) => this.#change(entry, facts)),
      begun: ifPresent((multipart) => this.#change(entry, { multipart })),
      progress: ifPresent((sent) => {
        if (sent > entry.upload.sent) entry.tries = 0;
        entry.meter.note(sent, this.#needs.now());
        this.#change(entry, { sent, speed: entry.meter.speed() });
      }),
      stored: ifPresent(() => this.#finish(entry)),
      failed: ifPresent((error) => this.#fail(entry, error)),
    };
  }

  #finish(entry: Entry) {
    entry.transfer?.cancel();
    entry.transfer = undefined;
    const { size: sent } = entry.upload;
    this.#stop(entry, { phase: "stored", sent, multipart: undefined, reason: undefined });
  }

  #fail(entry: Entry, error: Error) {
    entry.held = "failed";
    const next = afterError(error, entry.upload, entry.tries++);
    if (next.do === "anew") return this.#restart(entry);
    if (next.do === "ask") return this.#ask(entry);
    if (next.do === "fail") return this.#stop(entry, { phase: "failed", reason: next.why });
    if (entry.upload.phase === "paused") return;
    this.#stop(entry, { phase: "offline", reason: next.why });
    entry.forget = this.#needs.later(() => this.#wake(entry), next.ms);
  }

  /** A 412 may be the echo of a PUT that succeeded, whose answer was lost. */
  #ask(entry: Entry) {
    const ask = async () => {
      if (await this.#needs.isStored(entry.upload.key ?? "")) this.#finish(entry);
      else this.#stop(entry, { phase: "failed", reason: nameTaken });
    };
    ask().catch((error: unknown) => this.#fail(entry, asError(error)));
  }

  #restart(entry: Entry) {
    entry.transfer?.cancel();
    entry.transfer = undefined;
    entry.run++;
    entry.isStarting = false;
    this.#stop(entry, { multipart: undefined, sent: 0, phase: "waiting" });
  }

  #wake(entry: Entry) {
    entry.forget();
    if (entry.upload.phase === "offline") this.resume(entry.upload.id);
  }

  #stop(entry: Entry, to: Partial<Upload>) {
    entry.meter.stop();
    this.#change(entry, { speed: undefined, ...to });
    this.#pump();
  }

  #keep(entry: Entry) {
    this.#entries.set(entry.upload.id, entry);
    this.#tell();
  }

  #change(entry: Entry, to: Partial<Upload>) {
    entry.upload = { ...entry.upload, ...to };
    this.#tell();
  }

  #chosen(id?: string): Entry[] {
    if (id === undefined) return [...this.#entries.values()];
    const entry = this.#entries.get(id);
    return entry ? [entry] : [];
  }

  #find(fits: (upload: Upload) => boolean) {
    return this.#chosen().find(({ upload }) => fits(upload));
  }

  #tell() {
    if (this.#isBeating) return;
    this.#isBeating = true;
    this.#needs.later(() => {
      this.#isBeating = false;
      this.#snapshot = this.#chosen().map(({ upload }) => upload);
      for (const listener of this.#listeners) listener();
    }, beatMs);
  }
}

const asError = (thrown: unknown) =>
  thrown instanceof Error ? thrown : new TypeError(String(thrown));
