import { speedometer } from "./speed.ts";
import type { Transfer } from "./transfer.ts";
import type { Upload } from "./upload.ts";

/** What the queue knows of one file. */
export interface Entry {
  upload: Upload;
  file?: File;
  transfer?: Transfer;
  /** How the transfer stands: it goes, or was stopped by a pause or by an error. */
  held: "no" | "paused" | "failed";
  isStarting: boolean;
  /** Counts the transfers of this file: late news of an earlier one mean nothing. */
  run: number;
  /** Errors in a row. */
  tries: number;
  readonly meter: ReturnType<typeof speedometer>;
  /** Takes a planned retry back. */
  forget: () => void;
}

export const newEntry = (upload: Upload, file?: File): Entry => ({
  upload,
  file,
  held: "no",
  isStarting: false,
  run: 0,
  tries: 0,
  meter: speedometer(),
  forget: () => {},
});

/** Whether a file that was chosen is the one that an earlier visit left unfinished. Pure. */
export const isLeftOf = (upload: Upload, file: File, name: string): boolean =>
  upload.phase === "missing" &&
  upload.name === name &&
  upload.size === file.size &&
  upload.lastModified === file.lastModified;
