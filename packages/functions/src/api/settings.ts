import { type Environment, parseEnvironment } from "@switchyard/core/aws/environment.ts";
import * as z from "zod";

const issuerUrl = z.url("a URL").refine(isSafeIssuer, "an https URL");

const ApiEnvironment = z
  .object({
    STAGE: z.string().default("unknown"),
    ALLOW_ANONYMOUS_UPLOADS: z.enum(["true", "false"], "true or false").default("false"),
    ALLOWED_ORIGINS: z
      .string()
      .default("")
      .transform((text) => text.split(",").map((origin) => origin.trim()))
      .transform((origins) => origins.filter((origin) => origin !== "")),
    OIDC_ISSUER: issuerUrl.optional(),
    OIDC_AUDIENCE: z.string().optional(),
    OIDC_JWKS_URL: issuerUrl.optional(),
  })
  .refine(({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience }) => !issuer === !audience, {
    path: ["OIDC_AUDIENCE"],
    error: "an audience where there is an issuer, and only there",
  });

export interface ApiSettings {
  readonly stage: string;
  /** Whether the example page's two endpoints are on. */
  readonly allowAnonymous: boolean;
  /** Web origins that may call; `*` for all. */
  readonly allowedOrigins: readonly string[];
  /** Whose JWTs are taken; absent: none's. */
  readonly oidc?: OidcSettings;
}
export interface OidcSettings {
  readonly issuer: string;
  readonly audience: string;
  /** Where its keys are; otherwise its discovery document says. */
  readonly jwksUrl?: string;
}

/**
 * Reads `STAGE`, `ALLOW_ANONYMOUS_UPLOADS` (false), `ALLOWED_ORIGINS` (comma-separated), and
 * `OIDC_ISSUER` with `OIDC_AUDIENCE` and, if there is no discovery, `OIDC_JWKS_URL`.
 * Throws `InvalidSettingsError`.
 */
export function apiSettings(env: Environment = process.env): ApiSettings {
  const read = parseEnvironment(ApiEnvironment, env);
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl } = read;
  return {
    stage: read.STAGE,
    allowAnonymous: read.ALLOW_ANONYMOUS_UPLOADS === "true",
    allowedOrigins: read.ALLOWED_ORIGINS,
    oidc: issuer && audience ? { issuer, audience, jwksUrl } : undefined,
  };
}

/** Keys fetched over plain HTTP could be anybody's, but from this very machine. */
function isSafeIssuer(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}
