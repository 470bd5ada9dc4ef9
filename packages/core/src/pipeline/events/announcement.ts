import { type InvalidInputError } from "../../errors.ts";
import { type ObjectVersion, type Upload } from "../upload.ts";

/** An upload as it was announced; without a version, the key's current one is meant. */
export type Announced = Omit<Upload, "version"> & { readonly version?: string };

/** What a message says. */
export interface Announcement {
  readonly uploads: readonly Announced[];
  /** Versions that a lifecycle rule removed. */
  readonly expired: readonly ObjectVersion[];
  /** Names of events that are nothing to the pipeline. */
  readonly ignored: readonly string[];
  /** Records that can't be read, each as a message of its own. */
  readonly broken: readonly Broken[];
}

export interface Broken {
  readonly body: string;
  readonly error: InvalidInputError;
}

/** The body of a message that announces uploads again; `parseEvent` reads it. */
export function announce(uploads: readonly Announced[]): string {
  return JSON.stringify({ uploads });
}
