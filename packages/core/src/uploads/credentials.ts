import type { Caller } from "./caller.ts";
import { assumeRole, type TemporaryKeys } from "./assume.ts";
import { ownKey } from "./keys.ts";
import { type Reach, sessionName, sessionPolicy } from "./policy.ts";
import { uploadSettings, type UploadSettings } from "./settings.ts";
import { newToken } from "./tokens.ts";

/** Keys for a client's own S3 library, in the form Uppy's `getCredentials` takes. */
export type UploadCredentials = Reach & {
  /** Names the folder, where they are for one: asked for with it, later ones are for the same. */
  readonly session?: string;
  readonly credentials: Omit<TemporaryKeys, "expiration"> & {
    /** ISO 8601. */
    readonly expiration: string;
  };
  readonly region: string;
  readonly bucket: string;
  /** The bucket's address, as Uppy's `s3Endpoint` wants it. */
  readonly endpoint: string;
};

export interface CredentialsRequest {
  /** Names one file; without it, the credentials are for one new folder of the caller. */
  readonly key?: string;
  /** An earlier answer's: credentials for that folder again. 22 letters, digits, `-` and `_`. */
  readonly session?: string;
  /** Seconds, 900 to 3,600. */
  readonly expiresIn?: number;
}

/**
 * Credentials that can put, and abort, one file of the caller — or any below one random folder,
 * for a page that asks once for many files, and again with `session` when they have run out.
 *
 * `requestId` goes into the session's name. Throws `InvalidKeyError` (also for `*`, `?` and
 * `${`), `PolicyTooLongError`, `NoCredentialsError`. Seed: two buckets and a Lambda, `assume_role`.
 */
export async function grantCredentials(
  { key, session = "", expiresIn }: CredentialsRequest,
  caller: Caller,
  {
    requestId = newToken(),
    settings = uploadSettings(),
    assume = assumeRole,
    token = newToken,
  } = {},
): Promise<UploadCredentials> {
  const folder = session || token();
  const reach: Reach =
    key === undefined ? { prefix: `${caller.id}/${folder}/` } : { key: ownKey(caller, key) };
  const seconds = expiresIn ?? settings.credentialsSeconds;
  const name = sessionName(caller.id, requestId);
  const granted = await grantReach(reach, { name, seconds, settings, assume });
  return { ...reach, ...granted, ...("prefix" in reach && { session: folder }) };
}

interface Grant {
  readonly name: string;
  readonly seconds: number;
  readonly settings: UploadSettings;
  readonly assume: typeof assumeRole;
}

/** Credentials for just this reach of the staging bucket. */
export async function grantReach(reach: Reach, { name, seconds, settings, assume }: Grant) {
  const policy = sessionPolicy(settings.stagingBucket, reach);
  const { expiration, ...keys } = await assume({
    roleArn: settings.roleArn,
    name,
    seconds,
    policy,
  });
  return {
    credentials: { ...keys, expiration: expiration.toISOString() },
    region: settings.region,
    bucket: settings.stagingBucket,
    endpoint: bucketAddress(settings),
  };
}

function bucketAddress({ endpoint, stagingBucket, region }: UploadSettings): string {
  if (endpoint !== undefined) return `${endpoint.replace(/\/+$/, "")}/${stagingBucket}`;
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return `https://${stagingBucket}.s3.${region}.${domain}`;
}
