import { InvalidKeyError } from "./errors.ts";

/**
 * Checks that a key means itself alone in a policy: `*` and `?` would match other keys, and
 * `${…}` is replaced. (IAM has escapes for them; not every emulator knows them, so they are
 * refused.) Throws `InvalidKeyError`.
 */
export function literalInPolicy(key: string): string {
  return refuseIn(key, /[*?]|\$\{/, "a key without `*`, `?` and `${` for this way");
}

/** Checks that S3 takes a form's key as it stands: it replaces `${filename}`. Throws `InvalidKeyError`. */
export function literalInPost(key: string): string {
  return refuseIn(key, /\$\{/, "a key without `${` for this way");
}

function refuseIn(key: string, special: RegExp, expected: string): string {
  if (!special.test(key)) return key;
  throw new InvalidKeyError([{ field: "key", value: key, expected }]);
}
