import type { Scope } from "@switchyard/core/uploads/caller.ts";
import { createMiddleware } from "hono/factory";
import type { ApiEnv, Authenticate } from "./env.ts";
import { ScopeMissingError, UnauthenticatedError } from "./errors.ts";
import { jwtVerifier } from "./jwt.ts";
import type { OidcSettings } from "./settings.ts";
import { type SharedTokens, sharedTokens } from "./shared-tokens.ts";

/** What a route has that wants a token with this scope. */
export const guarded = (scope: Scope) => ({
  middleware: requires(scope),
  security: [{ token: [] }],
});

/** What a route has that wants a good token, whatever it is for. */
export const identified = () => ({ middleware: requires(), security: [{ token: [] }] });

/** Lets a request through whose bearer token has the scope, and notes whose it is. */
const requires = (scope?: Scope) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const token = /^Bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (token === undefined) throw new UnauthenticatedError("auth.missing");
    const caller = await c.var.authenticate(token);
    if (!caller) throw new UnauthenticatedError("auth.invalid");
    c.set("caller", caller);
    if (scope && !caller.scopes.includes(scope)) throw new ScopeMissingError(scope);
    await next();
  });

/** Takes shared tokens and, where an issuer is set, its JWTs. The secret is read at first use. */
export function authenticator({
  secret,
  oidc,
}: {
  secret: () => string;
  oidc?: OidcSettings;
}): Authenticate {
  let shared: SharedTokens | undefined;
  const verify = oidc && jwtVerifier(oidc);
  return async (token) => {
    shared ??= sharedTokens(secret());
    return shared(token) ?? (looksLikeJwt(token) ? verify?.(token) : undefined);
  };
}

const looksLikeJwt = (token: string) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
