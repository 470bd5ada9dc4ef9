import * as z from "zod";
import { GivenEndpointError } from "./errors.ts";
import { localCredentials } from "./types.ts";

const Environment = z.object({
  AWS_ENDPOINT_URL: z.string().optional(),
  AWS_REGION: z.string().optional(),
  AWS_DEFAULT_REGION: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  LOCALSTACK_AUTH_TOKEN: z.string().optional(),
  LOCALSTACK_TAG: z.string().optional(),
  PATH: z.string().optional(),
  HOME: z.string().optional(),
});

export type Environment = Readonly<Record<string, string | undefined>>;

/** This process's environment: the default wherever one can be given. */
export function ownEnvironment(): Environment {
  return process.env;
}

export type EmulatorSettings = ReturnType<typeof emulatorSettings>;

/**
 * What the environment says about emulators. Empty variables count as unset.
 *
 * Throws `GivenEndpointError` when AWS_ENDPOINT_URL is no HTTP address, or is real AWS.
 */
export function emulatorSettings(environment: Environment = ownEnvironment()) {
  const set = Object.entries(environment).filter(([, value]) => value !== "");
  const env = Environment.parse(Object.fromEntries(set));
  return {
    endpoint: env.AWS_ENDPOINT_URL === undefined ? undefined : localEndpoint(env.AWS_ENDPOINT_URL),
    region: env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? "us-east-1",
    // Only for an endpoint that was given: what is started here knows no other keys than its own.
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? localCredentials.accessKeyId,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? localCredentials.secretAccessKey,
      ...(env.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: env.AWS_SESSION_TOKEN }),
    },
    localStackToken: env.LOCALSTACK_AUTH_TOKEN,
    localStackTag: env.LOCALSTACK_TAG,
    path: env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
    home: env.HOME,
  };
}

function localEndpoint(text: string) {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const message = `AWS_ENDPOINT_URL is no HTTP address: ${text}`;
    throw new GivenEndpointError(
      "invalid",
      message,
      "Set it like http://127.0.0.1:4566, or unset it",
    );
  }
  if (/(^|\.)(amazonaws\.com(\.cn)?|api\.aws|on\.aws)$/.test(url.hostname)) {
    const message = `AWS_ENDPOINT_URL is real AWS: ${url.hostname}. Nothing was sent to it.`;
    throw new GivenEndpointError("aws", message, "Unset it; `npx sst deploy` is the way to AWS");
  }
  return url.href.replace(/\/+$/, "");
}
