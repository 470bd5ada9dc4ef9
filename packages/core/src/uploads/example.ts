import { PutObjectCommand } from "@aws-sdk/client-s3";
import { assumeRole } from "./assume.ts";
import { grantReach } from "./credentials.ts";
import { givenKey } from "./keys.ts";
import { sessionName } from "./policy.ts";
import { signUrl } from "./presign-url.ts";
import { uploadSettings } from "./settings.ts";
import { uploadSigner } from "./signer.ts";
import { newToken } from "./tokens.ts";

/**
 * The example page's `POST /api/signedurl`: a PUT of this very key and type, by anybody.
 * Throws `InvalidKeyError`. Seed: two buckets and a Lambda, `signed_url.py`.
 */
export async function signedUrl(
  { key, type }: { readonly key: string; readonly type: string },
  { open = uploadSigner, settings = uploadSettings(), now = Date.now } = {},
): Promise<{ url: string }> {
  const object = { Bucket: settings.stagingBucket, Key: givenKey(key) };
  const put = new PutObjectCommand({ ...object, ContentType: type });
  const expiresIn = settings.urlSeconds;
  const signing = { expiresIn, signed: ["content-type"] };
  const { url } = await signUrl(await open(expiresIn), put, signing, now);
  return { url };
}

/**
 * The example page's `POST /api/credentials`: credentials for this very key, by anybody.
 *
 * Throws `InvalidKeyError`, `PolicyTooLongError`. Seed: two buckets and a Lambda, `credentials.py`.
 */
export async function exampleCredentials(
  { key }: { readonly key: string },
  { requestId = newToken(), settings = uploadSettings(), assume = assumeRole } = {},
) {
  const name = sessionName("anonymous", requestId);
  const grant = { name, seconds: settings.credentialsSeconds, settings, assume };
  const { credentials, region, bucket } = await grantReach({ key: givenKey(key) }, grant);
  return {
    access_key: credentials.accessKeyId,
    secret_key: credentials.secretAccessKey,
    session_token: credentials.sessionToken,
    region,
    bucket,
  };
}
