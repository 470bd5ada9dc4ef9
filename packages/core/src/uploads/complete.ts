import { CompleteMultipartUploadCommand } from "@aws-sdk/client-s3";
import type { Caller } from "./caller.ts";
import { findStored, orderParts } from "./completion.ts";
import { bare } from "./etag.ts";
import { InvalidFileError, UploadUnsettledError } from "./errors.ts";
import { type UploadNeeds, uploadNeeds } from "./needs.ts";
import { recordName, stillOpen } from "./open-upload.ts";
import type { Completed, UploadRecord } from "./record.ts";
import { attemptsOf, refusalOf } from "./refusal.ts";
import { listUploaded, type UploadedPart } from "./s3-upload.ts";
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
  const found = await needs.records.noteCompleting(recordName(id, caller), token);
  const record = stillOpen(found, id, needs.now());
  if (record.completed) return answer(record, record.completed);
  const isFirst = record.completing === token;
  const completed = await putTogether({ record, parts, isFirst }, needs);
  await needs.records.noteCompleted(record, completed);
  return answer(record, completed);
}

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

/** Milliseconds between looks for what an unanswered call did: the ledger learns of it in about a second. */
const pauses = [100, 300, 600, 1000];

/** S3's refusal may be the echo of a call that succeeded: its answer was lost, or is on its way. */
async function settle(
  completion: Completion,
  refusal: Error,
  needs: UploadNeeds,
): Promise<Completed> {
  const found = await findCompleted(completion, needs);
  if (found) return found;
  if (completion.isFirst) throw refusal;
  for (const pause of pauses) {
    await needs.sleep(pause);
    const late = await findCompleted(completion, needs);
    if (late) return late;
  }
  throw new UploadUnsettledError(completion.record.key);
}

async function findCompleted(
  { record, parts = [] }: Completion,
  { records, versionsOf }: UploadNeeds,
): Promise<Completed | undefined> {
  const latest = await records.get(record.owner, record.id);
  if (latest?.completed) return latest.completed;
  const stored = findStored(record, parts, await versionsOf(record.key));
  return stored && { etag: stored.etag ?? "", version: stored.version };
}

const answer = (record: UploadRecord, { etag, version }: Completed): CompletedUpload => ({
  key: record.key,
  etag,
  version,
  size: record.size,
  correlationId: record.correlation,
});
