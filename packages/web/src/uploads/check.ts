import { issuesOfKey, issuesOfLength } from "@switchyard/core/uploads/key-rules.ts";
import { limits } from "@switchyard/core/uploads/limits.ts";
import { mediaTypePattern } from "@switchyard/core/uploads/media-type-rule.ts";
import type { Me } from "../api/api.ts";
import { bytesText } from "../text/bytes.ts";
import type { Way } from "./upload.ts";

interface Candidate {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly way: Way;
}

/** Characters of a session's folder, and the slash after it. */
const folder = "/".padStart(23, "x");

/**
 * Why the server would refuse a file, for a person; undefined where it would not. By the server's own rules. Pure.
 */
export function refusalOf(
  { name, size, way }: Candidate,
  me: Pick<Me, "caller" | "maxBytes" | "scopes">,
): string | undefined {
  if (!me.scopes.includes("uploads:write")) return "Your token may not upload.";
  const most = way === "put" ? Math.min(limits.put, me.maxBytes) : me.maxBytes;
  if (size > most) {
    const isOnlyThisWay = size <= me.maxBytes;
    const hint = isOnlyThisWay ? " Choose another way for it." : "";
    return `It has ${bytesText(size)}; ${isOnlyThisWay ? "this way takes" : "the limit is"} ${bytesText(most)}.${hint}`;
  }
  if (way === "parts" && size === 0)
    return "An empty file has no parts. Choose another way for it.";
  const key = `${me.caller}/${way === "credentials" ? folder : ""}${name.normalize("NFC")}`;
  const issues = [...issuesOfKey(name), ...issuesOfLength(key)];
  const expected = issues.map((issue) => issue.expected).join("; ");
  return issues.length > 0 ? `Its name can't be used: expected ${expected}.` : undefined;
}

/** The type to announce: the browser's, where it is one that the server takes. Pure. */
export function typeOf(type: string): string {
  const isGood = type.length <= limits.mediaType && mediaTypePattern.test(type);
  return isGood ? type : "application/octet-stream";
}
