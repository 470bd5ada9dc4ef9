import { UploadPartCommand } from "@aws-sdk/client-s3";
import type { Caller } from "./caller.ts";
import { InvalidFileError } from "./errors.ts";
import { type UploadNeeds, uploadNeeds } from "./needs.ts";
import { openRecord } from "./open-upload.ts";
import { partLength } from "./parts.ts";
import { signUrl } from "./presign-url.ts";
import type { UploadRecord } from "./record.ts";
import type { S3Upload } from "./s3-upload.ts";
import type { Signer } from "./signer.ts";
import { addressOf } from "./upload-address.ts";

/** Where to PUT one part, and how many bytes it must have. */
export interface PartUrl {
  readonly partNumber: number;
  readonly url: string;
  /** Bytes. */
  readonly size: number;
  /** Seconds. */
  readonly expiresIn: number;
}

/**
 * Signs PUTs for the named parts of an open upload, each for its exact size.
 *
 * `partNumbers` from 1 to the upload's `partCount`. Throws `UploadNotFoundError`, `InvalidFileError`.
 */
export async function partUrls(
  { id, partNumbers, ...wanted }: PartsWanted,
  caller: Caller,
  needs: UploadNeeds = uploadNeeds(),
): Promise<PartUrl[]> {
  const record = await openRecord(id, caller, needs);
  refuseOutside(record, partNumbers);
  const expiresIn = wanted.expiresIn ?? needs.settings.urlSeconds;
  const signer = await needs.open(expiresIn);
  const upload = addressOf(record, needs);
  const sign = (partNumber: number) =>
    partUrl(signer, { upload, record, partNumber, expiresIn }, needs.now);
  return Promise.all(partNumbers.map(sign));
}

export interface PartsWanted {
  readonly id: string;
  readonly partNumbers: readonly number[];
  /** Seconds, to 3,600. */
  readonly expiresIn?: number;
}

/** Signs the PUT of one part for its exact size. */
export async function partUrl(
  signer: Signer,
  part: { upload: S3Upload; record: UploadRecord; partNumber: number; expiresIn: number },
  now: () => number,
): Promise<PartUrl> {
  const { upload, record, partNumber, expiresIn } = part;
  const size = partLength(record.size, record.part_size, partNumber);
  const command = new UploadPartCommand({ ...upload, PartNumber: partNumber, ContentLength: size });
  const signed = await signUrl(signer, command, { expiresIn, signed: ["content-length"] }, now);
  return { partNumber, size, ...signed };
}

function refuseOutside({ part_count: last }: UploadRecord, partNumbers: readonly number[]) {
  const issues = partNumbers
    .filter((number) => !Number.isInteger(number) || number < 1 || number > last)
    .map((value) => ({ field: "partNumbers", value, expected: `a part from 1 to ${last}` }));
  if (issues.length > 0) throw new InvalidFileError(issues);
}
