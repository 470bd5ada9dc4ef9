import type { Issue } from "../errors.ts";
import { dotSegmentIn } from "./key-segments.ts";
import { limits } from "./limits.ts";

/** What is wrong with a key's text, wherever it is placed. Pure; the web page asks the same rules. */
export function issuesOfKey(key: string): Issue[] {
  const checks: [boolean, string][] = [
    [key === "", "a key of at least one character"],
    [!key.isWellFormed(), "Unicode without lone surrogates"],
    [/[\p{Cc}\u{FFFE}\u{FFFF}]/u.test(key), "no control characters"],
    [key.includes("\\"), "no backslash"],
    [key.startsWith("/"), "no leading `/`"],
    [/\/\/|.\/$/s.test(key), "no empty segment"],
    [dotSegmentIn(key), "no `.` or `..` segment, in no encoding"],
  ];
  return checks.filter(([wrong]) => wrong).map(([, expected]) => keyIssue(key, expected));
}

/** What is wrong with a whole key's length. Pure. */
export function issuesOfLength(key: string): Issue[] {
  const bytes = new TextEncoder().encode(key).byteLength;
  return bytes > limits.key
    ? [keyIssue(key, `at most ${limits.key} bytes of UTF-8 with the prefix (here ${bytes})`)]
    : [];
}

/** One rule that a key breaks. */
export const keyIssue = (key: string, expected: string): Issue => ({
  field: "key",
  value: key,
  expected,
});
