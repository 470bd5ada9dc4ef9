import { type Upload } from "../upload.ts";

export type Verdict =
  | { readonly kind: "clean" }
  /** The file stays in staging, recorded as failed with the reason. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Not known yet: the file is put down for so many seconds; the attempt isn't counted. */
  | { readonly kind: "pending"; readonly seconds: number };

/**
 * Judges a file before anything reads it: the place where a malware scanner plugs in.
 *
 * Asked once a claim, with the exact version. What it throws is tried again like any failed step.
 */
export type Scanner = (upload: Upload, signal?: AbortSignal) => Promise<Verdict>;
