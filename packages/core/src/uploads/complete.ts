import { CompleteMultipartUploadCommand } from "@aws-sdk/client-s3";
import type { Caller } from "./caller.ts";
import { findStored, orderParts } from "./completion.ts";
import { InvalidFileError, UploadUnsettledError } from "./errors.ts";
import { type UploadNeeds, uploadNeeds } from "./needs.ts";
import { recordName, stillOpen } from "./open-upload.ts";
import type { UploadRecord } from "./records.ts";
import { attemptsOf, refusalOf } from "./refusal.ts";
import { bare, listUploaded, type UploadedPart } from "./s3-upload.ts";
import { addressOf } from "./upload-address.ts";

/** What is now stored in staging, or was. */
export interface CompletedUpload {
  readonly key: string;
  readonly etag: string;
  /** S3's version id. */
  readonly version?: string;
  readonly size: number;
  readonly correlationId: string;
}

/**
 * Puts the parts together; without `parts`, those that S3 has. A second call gives the first's
 * answer, also where that was lost on its way.
 *
 * Throws `UploadNotFoundError`, `InvalidFileError` (parts missing), `UploadExistsError`, and
 * `UploadUnsettledError` while it isn't known what came of an unanswered call.
 */
export async function completeMultipart(
  { id, parts }: { readonly id: string; readonly parts?: readonly UploadedPart[] },
  caller: Caller,
  needs: UploadNeeds = uploadNeeds(),
): Promise<CompletedUpload> {
  const token = needs.token();
  const found = await needs.records.update(recordName(id, caller), {
    expression: "SET completing = if_not_exists(completing, :token)",
    values: { ":token": token },
  });
  const record = stillOpen(found, id, needs.now());
  if (record.completed) return answer(record, record.completed);
  const isFirst = record.completing === token;
  const completed = await putTogether({ record, parts, isFirst }, needs);
  const values = { ":completed": completed };
  await needs.records.update(record, { expression: "SET completed = :completed", values });
  return answer(record, completed);
}

type Completed = NonNullable<UploadRecord["completed"]>;
interface Completion {
  readonly record: UploadRecord;
  readonly parts?: readonly UploadedPart[];
  /** Nobody asked before, so no earlier call can have done it. */
  readonly isFirst: boolean;
}

async function putTogether(completion: Completion, needs: UploadNeeds): Promise<Completed> {
  const { record } = completion;
  const { s3 } = await needs.open(60);
  const upload = addressOf(record, needs);
  let parts: readonly UploadedPart[] = [];
  try {
    parts = orderParts(record, completion.parts ?? (await listUploaded(s3, upload)));
    const { ETag = "", VersionId } = await s3.send(
      new CompleteMultipartUploadCommand({
        ...upload,
        IfNoneMatch: record.overwrite ? undefined : "*",
        MultipartUpload: {
          Parts: parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag })),
        },
      }),
    );
    return { etag: bare(ETag), version: VersionId };
  } catch (error) {
    const refusal = refusalOf(error, record);
    if (refusal instanceof InvalidFileError) throw refusal;
    const isFirst = completion.isFirst && attemptsOf(error) <= 1;
    return settle({ record, parts, isFirst }, refusal, needs);
  }
}

/** S3's refusal may be the echo of a call that succeeded and whose answer was lost. */
async function settle(
  { record, parts = [], isFirst }: Completion,
  refusal: Error,
  needs: UploadNeeds,
): Promise<Completed> {
  const latest = await needs.records.get(record.owner, record.id);
  if (latest?.completed) return latest.completed;
  const stored = findStored(record, parts, await needs.versionsOf(record.key));
  if (stored) return { etag: stored.etag ?? "", version: stored.version };
  throw isFirst ? refusal : new UploadUnsettledError(record.key);
}

const answer = (record: UploadRecord, { etag, version }: Completed): CompletedUpload => ({
  key: record.key,
  etag,
  version,
  size: record.size,
  correlationId: record.correlation,
});
