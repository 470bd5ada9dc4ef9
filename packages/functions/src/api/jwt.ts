import { createHash } from "node:crypto";
import { lazy } from "@switchyard/core/lazy.ts";
import { type Caller, CallerId } from "@switchyard/core/uploads/caller.ts";
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from "jose";
import * as z from "zod";
import { IssuerUnavailableError } from "./errors.ts";
import type { OidcSettings } from "./settings.ts";

/** Tells the caller a JWT speaks for; nobody where it isn't good. */
export type VerifyJwt = (token: string) => Promise<Caller | undefined>;

/** Only what needs the issuer's private key: with HMAC, a public key could be used as a secret. */
const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

/**
 * Checks JWTs of one OIDC issuer against its key set: signature, issuer, audience and times, with
 * 5 s of grace. The keys are fetched at first use and kept.
 *
 * The caller is the subject; the scopes are the claim `scope` or `scp`. Throws
 * `IssuerUnavailableError` when the keys can't be had.
 */
export function jwtVerifier({ issuer, audience, jwksUrl }: OidcSettings): VerifyJwt {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (token) => {
    try {
      keys ??= keySet(issuer, jwksUrl);
      const { payload } = await jwtVerify(token, await keys, {
        issuer,
        audience,
        algorithms,
        clockTolerance: 5,
        requiredClaims: ["sub", "exp"],
      });
      return callerOf(payload);
    } catch (error) {
      if (isBadToken(error)) return undefined;
      keys = undefined;
      throw new IssuerUnavailableError({ cause: error });
    }
  };
}

const unanswered = [errors.JWKSTimeout, errors.JWKSInvalid];

function isBadToken(error: unknown): boolean {
  const isIssuersFault = unanswered.some((kind) => error instanceof kind);
  // jose's plain JOSEError is an answer of the issuer that is no key set.
  const isPlain = error instanceof errors.JOSEError && error.code === "ERR_JOSE_GENERIC";
  return error instanceof errors.JOSEError && !isIssuersFault && !isPlain;
}

async function keySet(issuer: string, jwksUrl?: string): Promise<JWTVerifyGetKey> {
  return createRemoteJWKSet(new URL(jwksUrl ?? (await discover(issuer))), {
    timeoutDuration: 3_000,
  });
}

const Discovery = lazy(() => z.object({ issuer: z.string(), jwks_uri: z.url() }));

async function discover(issuer: string): Promise<string> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(3_000), redirect: "error" });
  const found = Discovery().parse(await answer.json());
  return z.literal(issuer).parse(found.issuer) && found.jwks_uri;
}

/** Subjects such as `auth0|5f7c` can't begin a key: a hash of issuer and subject stands for them. */
function callerOf({ iss, sub, ...claims }: JWTPayload): Caller | undefined {
  if (typeof sub !== "string" || sub === "") return undefined;
  const isUsable = CallerId.safeParse(sub).success && sub !== "shared";
  const hash = createHash("sha256").update(`${iss}\0${sub}`).digest("base64url");
  return { id: isUsable ? sub : `sub-${hash}`, scopes: scopesOf(claims) };
}

const ScopeClaim = lazy(() =>
  z.union([z.string().transform((text) => text.split(" ").filter(Boolean)), z.array(z.string())]),
);

function scopesOf(claims: Record<string, unknown>): string[] {
  return ScopeClaim().safeParse(claims["scope"] ?? claims["scp"]).data ?? [];
}
