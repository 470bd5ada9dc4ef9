import { createHash, timingSafeEqual } from "node:crypto";
import { InvalidSettingsError, issuesOf } from "@switchyard/core/aws/environment.ts";
import { lazy } from "@switchyard/core/lazy.ts";
import { type Caller, CallerId, scopes } from "@switchyard/core/uploads/caller.ts";
import * as z from "zod";

const SharedToken = lazy(() =>
  z.object({
    token: z.string().min(16, "a token of at least 16 characters"),
    caller: CallerId,
    scopes: z.array(z.enum(scopes)).default([...scopes]),
  }),
);

/** Tells the caller whose shared token this is. */
export type SharedTokens = (token: string) => Caller | undefined;

/**
 * Reads the secret: one token (caller `shared`, every scope), or a JSON list of
 * `{ token, caller, scopes }`. Empty: no token is good. Throws `InvalidSettingsError`.
 *
 * Tokens are compared by their digests, all of them, in constant time.
 */
export function sharedTokens(secret: string): SharedTokens {
  const known = parse(secret.trim()).map(({ token, caller, ...rest }) => ({
    digest: digestOf(token),
    caller: { id: caller, scopes: rest.scopes },
  }));
  return (token) => {
    const digest = digestOf(token);
    const found = known.filter((one) => timingSafeEqual(one.digest, digest));
    return found[0]?.caller;
  };
}

function parse(secret: string): z.infer<ReturnType<typeof SharedToken>>[] {
  if (secret === "") return [];
  if (!secret.startsWith("[")) return [{ token: secret, caller: "shared", scopes: [...scopes] }];
  const { success, data, error } = z.array(SharedToken()).safeParse(parseJson(secret));
  if (success) return data;
  // The values are secrets: only what was expected is told.
  const issues = issuesOf(error, undefined).map((issue) => ({ ...issue, value: "(secret)" }));
  throw new InvalidSettingsError(issues);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const expected = "a token, or a JSON list of { token, caller, scopes }";
    throw new InvalidSettingsError([{ field: "ApiTokens", value: "(secret)", expected }]);
  }
}

const digestOf = (token: string) => createHash("sha256").update(token, "utf8").digest();
