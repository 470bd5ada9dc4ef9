import { type SourceHead } from "../archive/head.ts";
import { type Upload } from "../upload.ts";

/** A claimed file as it travels to a container: it continues under the claim's own token. */
export interface HandedFile {
  readonly upload: Upload;
  readonly token: string;
}

/** Starts whatever carries files that are too much for a function. */
export interface HandOff {
  /** Whether a file is too much. Pure. */
  wants(upload: Upload, head: SourceHead): boolean;
  /** Starts the work and tells who does it, like a task's ARN. The token makes a repeated start the same. */
  start(file: HandedFile): Promise<{ readonly holder: string }>;
}
