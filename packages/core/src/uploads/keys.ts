import type { Issue } from "../errors.ts";
import { isReserved } from "../pipeline/keys.ts";
import type { Caller } from "./caller.ts";
import { InvalidKeyError, UploadNotAllowedError } from "./errors.ts";
import { dotSegmentIn } from "./key-segments.ts";
import { limits } from "./limits.ts";

/**
 * Places a key under its caller's prefix, normalised to NFC: `<caller>/<key>`.
 *
 * Any Unicode is allowed but for control characters, backslashes, a leading `/`, empty, `.` and
 * `..` segments in any encoding, and more than 1,024 bytes of UTF-8, the prefix counted.
 * Throws `InvalidKeyError` with everything that is wrong.
 */
export function ownKey(caller: Pick<Caller, "id">, key: string): string {
  const own = `${caller.id}/${key.normalize("NFC")}`;
  refuse([...issuesOf(key), ...tooLong(own)]);
  return own;
}

/** Checks a key that is used as it is given, without a prefix. Throws `InvalidKeyError`. */
export function givenKey(key: string): string {
  refuse([...issuesOf(key), ...tooLong(key), ...outOfPlace(key)]);
  return key;
}

/** Checks that a whole key is one of this caller's. Throws `InvalidKeyError`, `UploadNotAllowedError`. */
export function keyOf(caller: Pick<Caller, "id">, key: string): string {
  refuse([...issuesOf(key), ...tooLong(key)]);
  if (!key.startsWith(`${caller.id}/`)) {
    throw new UploadNotAllowedError("The key is not under your prefix.");
  }
  return key;
}

function issuesOf(key: string): Issue[] {
  const checks: [boolean, string][] = [
    [key === "", "a key of at least one character"],
    [!key.isWellFormed(), "Unicode without lone surrogates"],
    [/[\p{Cc}\u{FFFE}\u{FFFF}]/u.test(key), "no control characters"],
    [key.includes("\\"), "no backslash"],
    [key.startsWith("/"), "no leading `/`"],
    [/\/\/|.\/$/s.test(key), "no empty segment"],
    [dotSegmentIn(key), "no `.` or `..` segment, in no encoding"],
  ];
  return checks.filter(([wrong]) => wrong).map(([, expected]) => problem(key, expected));
}

function tooLong(key: string): Issue[] {
  const bytes = Buffer.byteLength(key, "utf8");
  return bytes > limits.key
    ? [problem(key, `at most ${limits.key} bytes of UTF-8 with the prefix (here ${bytes})`)]
    : [];
}

function outOfPlace(key: string): Issue[] {
  return isReserved(key) ? [problem(key, "a key outside `results/` and `superseded/`")] : [];
}

const problem = (key: string, expected: string): Issue => ({ field: "key", value: key, expected });

function refuse(issues: readonly Issue[]) {
  if (issues.length > 0) throw new InvalidKeyError(issues);
}
