import { type Readable } from "node:stream";
import { type SourceHead } from "./archive/head.ts";
import { type Result } from "./ledger/record.ts";
import { type Upload } from "./upload.ts";

/** One version to process: what is known of it, and its content, to be read once. */
export interface ProcessJob {
  readonly upload: Upload;
  readonly head: SourceHead;
  readonly body: Readable;
  /** Ends the work before the function's time is out. */
  readonly signal?: AbortSignal;
}

/** What processing left in the archive, and the few facts the ledger keeps of it. */
export interface ProcessedFile {
  readonly results: readonly Result[];
  readonly detectedType?: string;
  readonly transform?: string;
  readonly summary?: Readonly<Record<string, unknown>>;
}

/** Processes one version and stores its results; throws when nothing of them is left behind. */
export type ProcessStep = (job: ProcessJob) => Promise<ProcessedFile>;
