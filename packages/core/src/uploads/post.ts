import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { guardUrl } from "../aws/guard.ts";
import type { Caller } from "./caller.ts";
import { InvalidFileError } from "./errors.ts";
import { refuseLarger } from "./file-to-come.ts";
import { ownKey } from "./keys.ts";
import { literalInPost } from "./literal-keys.ts";
import { limits } from "./limits.ts";
import { lifeOf } from "./presign-url.ts";
import { uploadSettings } from "./settings.ts";
import { uploadSigner } from "./signer.ts";
import { newToken } from "./tokens.ts";

export interface PostRequest {
  readonly key: string;
  readonly type: string;
  /** Bytes, to 5 GiB; S3 refuses more. */
  readonly maxSize: number;
  /** Bytes; S3 refuses less. */
  readonly minSize?: number;
  /** Seconds, to 3,600. */
  readonly expiresIn?: number;
}

export interface PresignedForm {
  readonly key: string;
  readonly url: string;
  /** The form's fields, to stand before the one named `file`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly expiresIn: number;
  readonly correlationId: string;
}

/**
 * Signs the policy of one form upload: exactly this key and type, and a size within limits that
 * S3 itself enforces. Throws `InvalidKeyError`, `InvalidFileError`.
 */
export async function presignPost(
  file: PostRequest,
  caller: Caller,
  { open = uploadSigner, settings = uploadSettings(), now = Date.now, token = newToken } = {},
): Promise<PresignedForm> {
  const key = literalInPost(ownKey(caller, file.key));
  const [least, most] = sizes(file, Math.min(settings.maxBytes, limits.put));
  const wanted = file.expiresIn ?? settings.urlSeconds;
  const signer = await open(wanted);
  const expiresIn = lifeOf(signer, wanted, now());
  const correlationId = token();
  const { url, fields } = await createPresignedPost(signer.s3, {
    Bucket: settings.stagingBucket,
    Key: key,
    Conditions: [["content-length-range", least, most]],
    Fields: { "Content-Type": file.type, "x-amz-meta-correlation-id": correlationId },
    Expires: expiresIn,
  });
  return { key, url: guardUrl(url), fields, expiresIn, correlationId };
}

function sizes({ minSize = 0, maxSize }: PostRequest, allowed: number): [number, number] {
  refuseLarger(maxSize, allowed);
  if (minSize <= maxSize) return [minSize, maxSize];
  const expected = `at most maxSize (${maxSize})`;
  throw new InvalidFileError([{ field: "minSize", value: minSize, expected }]);
}
