import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { parseJob, type JobRequest } from "../job/parse.ts";
import { jobFolder } from "../file/keys.ts";
import { type SchedulerSettings } from "../settings.ts";
import { type JobRecord } from "./record.ts";

/** Of a request in its job's record; a row takes 400 KB. */
const mostInline = 100_000;

/** Where a request is kept for whoever resumes the job: in the record, or in the queue bucket. */
export async function keepRequest(
  jobId: string,
  request: JobRequest,
  { s3, queueBucket, prefix }: SchedulerSettings,
): Promise<Pick<JobRecord, "request" | "request_ref">> {
  const { labourer, job, options } = request;
  const text = JSON.stringify({ job: { ...job, lambda_name: labourer }, ...options });
  if (Buffer.byteLength(text) <= mostInline) return { request: text };
  const key = `${jobFolder(prefix, jobId)}request.json`;
  await s3.send(
    new PutObjectCommand({
      Bucket: queueBucket,
      Key: key,
      Body: text,
      ContentType: "application/json",
      ServerSideEncryption: "AES256",
    }),
  );
  return { request_ref: key };
}

/** The request of an accepted job. */
export async function requestOf(
  { request, request_ref: Key }: JobRecord,
  { s3, queueBucket: Bucket }: SchedulerSettings,
): Promise<JobRequest> {
  if (request !== undefined) return parseJob(request);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return parseJob(await Body?.transformToString());
}
