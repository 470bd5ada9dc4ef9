const secretKeys =
  /^(?:.*authorization|.*token|.*tokens|secret.*|.*secret|secretaccesskey|accesskeyid|accesskey|password|cookie|setcookie|credentials|.*signature|policy)$/;

const hidden = "[redacted]";

/** Secrets that show by their shape, wherever they stand in a text. */
const shapes: readonly [RegExp, string][] = [
  // The query of a presigned URL lets anybody do what it was signed for.
  [
    /\?[^\s"'<>]*(?:x-amz-signature|x-amz-security-token|awsaccesskeyid)=[^\s"'<>]*/gi,
    `?${hidden}`,
  ],
  [
    /(x-amz-(?:signature|credential|security-token))(=|%3d)(?:(?!%26)[^\s"'<>&])*/gi,
    `$1$2${hidden}`,
  ],
  [/\b(Bearer|Basic)\s+[^\s"',]+/gi, `$1 ${hidden}`],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, hidden],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, hidden],
];

/**
 * What a log may show of a value: nothing of tokens, credentials and presigned queries.
 *
 * A replacer for `JSON.stringify`: by the value's key where that names a secret, else by its shape.
 */
export function redact(key: string, value: unknown): unknown {
  const isSecret = secretKeys.test(key.replace(/[-_\s]/g, "").toLowerCase());
  if (isSecret && value !== undefined && value !== null) return hidden;
  if (typeof value !== "string") return value;
  return shapes.reduce((text, [shape, instead]) => text.replace(shape, instead), value);
}
