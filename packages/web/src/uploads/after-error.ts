import { ApiError, ApiUnreachableError } from "@switchyard/functions/client.ts";
import { sentenceOf } from "../api/sentences.ts";
import type { Upload } from "./upload.ts";

/** What to do about an error. */
export type Next =
  /** Wait for the network, or for whoever is overloaded, and go on. */
  | { readonly do: "wait"; readonly ms: number; readonly why: string }
  /** What S3 had of it is gone: from the beginning. */
  | { readonly do: "anew" }
  /** S3 says that a file is there: it may be this very one. */
  | { readonly do: "ask" }
  | { readonly do: "fail"; readonly why: string };

/** What a file gets that may not replace another. */
export const nameTaken =
  "A file of this name is there already, and you chose not to replace it. Rename it, or allow replacing.";

const pauses = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/**
 * Decides by the kind of the error: a lost network never ends an upload. `tries` is how many times in a row it has
 * failed. Pure.
 */
export function afterError(error: Error, upload: Upload, tries: number): Next {
  const status = statusOf(error);
  const code = codeOf(error);
  const wait = (why: string): Next => ({
    do: "wait",
    ms: pauses[Math.min(tries, pauses.length - 1)] ?? 1000,
    why,
  });
  if (code === "NETWORK" || error instanceof ApiUnreachableError) return wait("No connection.");
  if (status === 401) return wait("Your token is not good any more.");
  if (status === 429 || status >= 500) return wait("The service does not answer.");
  if (upload.multipart && isLost(status, code)) return { do: "anew" };
  if (status === 412 && !upload.overwrite) return { do: "ask" };
  return { do: "fail", why: sentenceOf(error) };
}

/** An upload in parts that S3 doesn't have any more: the signer and S3 say it differently. */
const isLost = (status: number, code: string) =>
  code === "upload.not_allowed" ||
  code === "upload.not_found" ||
  code === "NoSuchUpload" ||
  status === 404;

function statusOf(error: Error): number {
  if (error instanceof ApiError) return error.problem.status;
  return "status" in error && typeof error.status === "number" ? error.status : 0;
}

/** By their properties: the names of Uppy's classes don't outlive minifying. */
function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
