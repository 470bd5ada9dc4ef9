import type { Issue } from "../errors.ts";
import { isReserved } from "../pipeline/keys.ts";
import type { Caller } from "./caller.ts";
import { InvalidKeyError, UploadNotAllowedError } from "./errors.ts";
import { issuesOfKey, issuesOfLength, keyIssue } from "./key-rules.ts";

/**
 * Places a key under its caller's prefix, normalised to NFC: `<caller>/<key>`.
 *
 * Any Unicode is allowed but for control characters, backslashes, a leading `/`, empty, `.` and
 * `..` segments in any encoding, and more than 1,024 bytes of UTF-8, the prefix counted.
 * Throws `InvalidKeyError` with everything that is wrong.
 */
export function ownKey(caller: Pick<Caller, "id">, key: string): string {
  const own = `${caller.id}/${key.normalize("NFC")}`;
  refuse([...issuesOfKey(key), ...issuesOfLength(own)]);
  return own;
}

/** Checks a key that is used as it is given, without a prefix. Throws `InvalidKeyError`. */
export function givenKey(key: string): string {
  refuse([...issuesOfKey(key), ...issuesOfLength(key), ...outOfPlace(key)]);
  return key;
}

/** Checks that a whole key is one of this caller's. Throws `InvalidKeyError`, `UploadNotAllowedError`. */
export function keyOf(caller: Pick<Caller, "id">, key: string): string {
  refuse([...issuesOfKey(key), ...issuesOfLength(key)]);
  if (!key.startsWith(`${caller.id}/`)) {
    throw new UploadNotAllowedError("The key is not under your prefix.");
  }
  return key;
}

function outOfPlace(key: string): Issue[] {
  return isReserved(key) ? [keyIssue(key, "a key outside `results/` and `superseded/`")] : [];
}

function refuse(issues: readonly Issue[]) {
  if (issues.length > 0) throw new InvalidKeyError(issues);
}
