import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { admitUpload } from "./admit.ts";
import type { Caller } from "./caller.ts";
import { type UploadNeeds, uploadNeeds } from "./needs.ts";
import { partUrl } from "./part-urls.ts";
import { signUrl } from "./presign-url.ts";
import { putHeaders, type PutHeaders } from "./put-headers.ts";
import type { UploadRecord } from "./record.ts";
import { registeredFile } from "./register.ts";
import { planSignature, type SignPlan, type SignRequest } from "./sign-plan.ts";
import type { Signer } from "./signer.ts";

/** What Uppy's `signRequest` expects. */
export interface SignedRequest {
  readonly url: string;
  readonly key: string;
  /** To be sent: they are signed. */
  readonly headers?: PutHeaders;
  /** Seconds. */
  readonly expiresIn: number;
}

/**
 * Signs one request of a browser's S3 client, for a file that this caller registered.
 *
 * Type, size and part sizes come from the registration; an upload id must be one of this key's.
 * Throws `UploadNotAllowedError`, `UploadNotFoundError`, `InvalidKeyError`.
 */
export async function signUpload(
  request: SignRequest,
  caller: Caller,
  needs: UploadNeeds = uploadNeeds(),
): Promise<SignedRequest> {
  const record = await registeredFile(request.key, caller, needs);
  const plan = planSignature(request, record);
  if ("uploadId" in plan) await admitUpload(plan.uploadId, record, needs);
  const expiresIn = request.expiresIn ?? needs.settings.urlSeconds;
  const signer = await needs.open(expiresIn);
  const toSign = { plan, record, expiresIn };
  const signed = await ("uploadId" in plan
    ? signOpen(signer, { ...toSign, plan }, needs)
    : signStart(signer, { ...toSign, plan }, needs));
  return { key: record.key, ...signed };
}

interface ToSign<Plan extends SignPlan> {
  readonly plan: Plan;
  readonly record: UploadRecord;
  readonly expiresIn: number;
}
type StartPlan = Exclude<SignPlan, { uploadId: string }>;
type OpenPlan = Extract<SignPlan, { uploadId: string }>;
type Signed = Omit<SignedRequest, "key">;

/** A request about an upload in parts that is open. */
async function signOpen(
  signer: Signer,
  { plan, record, expiresIn }: ToSign<OpenPlan>,
  { settings, now }: UploadNeeds,
): Promise<Signed> {
  const upload = {
    Bucket: settings.stagingBucket,
    Key: record.key,
    UploadId: plan.uploadId,
  };
  if (plan.kind === "part") {
    const part = { upload, record, partNumber: plan.partNumber, expiresIn };
    const { url, expiresIn: seconds } = await partUrl(signer, part, now);
    return { url, expiresIn: seconds };
  }
  if (plan.kind === "list")
    return signUrl(signer, new ListPartsCommand(upload), { expiresIn }, now);
  if (plan.kind === "abort") {
    return signUrl(signer, new AbortMultipartUploadCommand(upload), { expiresIn }, now);
  }
  const condition = record.overwrite ? {} : { IfNoneMatch: "*" };
  const complete = new CompleteMultipartUploadCommand({ ...upload, ...condition });
  const signed = await signUrl(signer, complete, { expiresIn }, now);
  return record.overwrite ? signed : { ...signed, headers: { "if-none-match": "*" } };
}

/** A PUT of the whole file, or the start of an upload in parts. */
async function signStart(
  signer: Signer,
  { plan, record, expiresIn }: ToSign<StartPlan>,
  needs: UploadNeeds,
): Promise<Signed> {
  const object = {
    Bucket: needs.settings.stagingBucket,
    Key: record.key,
    ContentType: record.type,
    Metadata: { "correlation-id": record.correlation },
  };
  if (plan.kind === "create") {
    const create = new CreateMultipartUploadCommand(object);
    const signed = await signUrl(
      signer,
      create,
      { expiresIn, signed: ["content-type"] },
      needs.now,
    );
    return { ...signed, headers: { "content-type": record.type } };
  }
  const condition = record.overwrite ? {} : { IfNoneMatch: "*" };
  const put = new PutObjectCommand({ ...object, ContentLength: record.size, ...condition });
  const signing = { expiresIn, signed: ["content-type", "content-length"] };
  return {
    ...(await signUrl(signer, put, signing, needs.now)),
    headers: putHeaders(record).headers,
  };
}
