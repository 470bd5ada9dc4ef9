import { PolicyTooLongError } from "./errors.ts";
import { literalInPolicy } from "./literal-keys.ts";
import { limits } from "./limits.ts";

const uploadActions = [
  "s3:PutObject",
  "s3:AbortMultipartUpload",
  "s3:ListMultipartUploadParts",
] as const;

/** What credentials are limited to: one key, or everything under one prefix that ends with `/`. */
export type Reach = { readonly key: string } | { readonly prefix: string };

/**
 * The session policy that lets its holder put and abort uploads within `reach` of one bucket and
 * nothing else. Pure. Throws `InvalidKeyError` for a key that would match others too, and
 * `PolicyTooLongError` over 2,048 characters.
 */
export function sessionPolicy(bucket: string, reach: Reach): string {
  const path = "key" in reach ? literalInPolicy(reach.key) : `${literalInPolicy(reach.prefix)}*`;
  const policy = ascii(
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: uploadActions, Resource: `arn:aws:s3:::${bucket}/${path}` },
      ],
    }),
  );
  if (policy.length > limits.sessionPolicy) throw new PolicyTooLongError(policy.length);
  return policy;
}

/**
 * The name a session's calls are logged under: `<caller>-<request>`, at most 64 of `[\\w+=,.@-]`,
 * the caller cut first. Pure.
 */
export function sessionName(callerId: string, requestId: string): string {
  const request = allowed(requestId).slice(0, 36) || "request";
  const caller = allowed(callerId).slice(0, 64 - request.length - 1) || "caller";
  return `${caller}-${request}`;
}

const allowed = (text: string) => text.replace(/[^\w+=,.@-]/g, "-");

/** STS takes a policy in Latin-1 only; JSON has an escape for the rest. */
function ascii(json: string): string {
  return json.replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
