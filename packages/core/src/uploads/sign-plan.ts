import * as z from "zod";
import { lazy } from "../lazy.ts";
import { UploadNotAllowedError } from "./errors.ts";
import { limits } from "./limits.ts";
import type { UploadRecord } from "./record.ts";

/** What a browser's S3 client asks to have signed: Uppy's `PresignableRequest`. */
export const SignRequest = /* @__PURE__ */ lazy(() =>
  z.object({
    method: z.enum(["GET", "PUT", "POST", "DELETE"]),
    key: z.string().min(1).max(limits.key),
    uploadId: z.string().min(1).max(1024).optional(),
    partNumber: z.int().min(1).max(limits.parts).optional(),
    /** Taken from the registration, whatever is asked. */
    contentType: z.string().optional(),
    /** Seconds. */
    expiresIn: z.int().min(1).max(limits.chainedSession).optional(),
  }),
);
export type SignRequest = z.infer<ReturnType<typeof SignRequest>>;

/** One of the six requests that are ever signed. */
export type SignPlan =
  | { readonly kind: "put" | "create" }
  | { readonly kind: "part"; readonly uploadId: string; readonly partNumber: number }
  | { readonly kind: "list" | "complete" | "abort"; readonly uploadId: string };

/**
 * What to sign for a request about a registered file. Pure.
 *
 * Throws `UploadNotAllowedError` for all that isn't on the list: reading, deleting, parts that
 * the file doesn't have, a PUT of more than 5 GiB.
 */
export function planSignature(
  { method, uploadId, partNumber }: SignRequest,
  { size, part_count: lastPart }: Pick<UploadRecord, "size" | "part_count">,
): SignPlan {
  const asked = `${method}${uploadId ? "+uploadId" : ""}${partNumber ? "+partNumber" : ""}`;
  if (asked === "PUT" && size <= limits.put) return { kind: "put" };
  if (asked === "PUT") refuse("A file over 5 GiB goes up in parts.");
  if (asked === "POST" && size > 0) return { kind: "create" };
  if (asked === "POST") refuse("An empty file has no parts.");
  const kind = withUploadId[asked];
  if (!uploadId || !kind) refuse(`${asked} is never signed.`);
  if (kind !== "part") return { kind, uploadId };
  if (!partNumber || partNumber > lastPart) refuse(`The file has the parts 1 to ${lastPart}.`);
  return { kind, uploadId, partNumber };
}

const withUploadId: Readonly<Record<string, "part" | "list" | "complete" | "abort">> = {
  "PUT+uploadId+partNumber": "part",
  "GET+uploadId": "list",
  "POST+uploadId": "complete",
  "DELETE+uploadId": "abort",
};

function refuse(why: string): never {
  throw new UploadNotAllowedError(why);
}
