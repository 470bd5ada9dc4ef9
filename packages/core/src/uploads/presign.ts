import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Caller } from "./caller.ts";
import type { FileToCome } from "./file-to-come.ts";
import { refuseLarger } from "./file-to-come.ts";
import { ownKey } from "./keys.ts";
import { limits } from "./limits.ts";
import { signUrl } from "./presign-url.ts";
import { putHeaders, type PutHeaders } from "./put-headers.ts";
import { uploadSettings } from "./settings.ts";
import { uploadSigner } from "./signer.ts";
import { refuseExisting } from "./stored.ts";
import { newToken } from "./tokens.ts";

export interface PresignedPut {
  /** The whole key the file will have, the caller's prefix included. */
  readonly key: string;
  readonly url: string;
  readonly method: "PUT";
  /** Send exactly these; `content-length` is what every client sets itself. */
  readonly headers: PutHeaders;
  /** Seconds. */
  readonly expiresIn: number;
  /** Follows the file into the archive, the ledger and the logs. */
  readonly correlationId: string;
}

export type PutRequest = FileToCome & {
  /** The content's SHA-256, base64. Other content is refused. */
  readonly sha256?: string;
  /** Seconds, to 3,600. */
  readonly expiresIn?: number;
};

/**
 * Signs one PUT under the caller's prefix of the staging bucket: S3 refuses another key, type,
 * size (bytes, to 5 GiB) or, where it is given, SHA-256.
 *
 * Throws `InvalidKeyError`, `InvalidFileError`, `UploadExistsError`.
 * Seed: two buckets and a Lambda, `generate_presigned_url`.
 */
export async function presignPut(
  file: PutRequest,
  caller: Caller,
  {
    open = uploadSigner,
    settings = uploadSettings(),
    refuseKnown = refuseExisting,
    now = Date.now,
    token = newToken,
  } = {},
): Promise<PresignedPut> {
  const key = ownKey(caller, file.key);
  refuseLarger(file.size, Math.min(settings.maxBytes, limits.put));
  if (file.overwrite === false) await refuseKnown(key);
  const correlationId = token();
  const wanted = file.expiresIn ?? settings.urlSeconds;
  const { headers, sent } = putHeaders(file);
  const put = new PutObjectCommand({
    Bucket: settings.stagingBucket,
    Key: key,
    ContentType: file.type,
    ContentLength: file.size,
    ChecksumSHA256: file.sha256,
    IfNoneMatch: file.overwrite === false ? "*" : undefined,
    Metadata: { "correlation-id": correlationId },
  });
  const signing = { expiresIn: wanted, signed: ["content-type", "content-length"], sent };
  const signature = await signUrl(await open(wanted), put, signing, now);
  return { key, ...signature, method: "PUT", headers, correlationId };
}
