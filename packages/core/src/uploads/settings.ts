import * as z from "zod";
import { type Environment, parseEnvironment } from "../aws/environment.ts";
import { awsSettings } from "../aws/settings.ts";
import { lazy } from "../lazy.ts";
import { limits } from "./limits.ts";

const seconds = (least: number) =>
  z.coerce
    .number({ error: "a whole number of seconds" })
    .int("a whole number of seconds")
    .min(least, `at least ${least} seconds`)
    .max(limits.chainedSession, `at most ${limits.chainedSession} seconds`);

const UploadEnvironment = /* @__PURE__ */ lazy(() =>
  z.object({
    STAGING_BUCKET: z.string("the staging bucket's name"),
    UPLOAD_RECORDS_TABLE: z.string("the upload records' table"),
    LEDGER_TABLE: z.string("the file ledger's table"),
    UPLOAD_ROLE_ARN: z.string("the ARN of the role for uploads").startsWith("arn:", "an ARN"),
    UPLOAD_URL_SECONDS: seconds(1).default(900),
    UPLOAD_CREDENTIALS_SECONDS: seconds(limits.shortestSession).default(limits.chainedSession),
    UPLOAD_MAX_BYTES: z.coerce
      .number({ error: "a number of bytes" })
      .int("a whole number of bytes")
      .positive("at least one byte")
      .max(limits.object, `at most ${limits.object} bytes`)
      .default(limits.object),
    UPLOAD_RECORD_HOURS: z.coerce.number({ error: "a number of hours" }).positive().default(48),
  }),
);

export interface UploadSettings {
  readonly stagingBucket: string;
  readonly recordsTable: string;
  readonly ledgerTable: string;
  /** Assumed to sign, and for the credentials clients get. */
  readonly roleArn: string;
  /** How long a presigned URL or POST form is good for, where the caller doesn't say. */
  readonly urlSeconds: number;
  readonly credentialsSeconds: number;
  /** The largest file anybody may announce. */
  readonly maxBytes: number;
  /** How long a registered file or an open multipart upload is remembered. */
  readonly recordSeconds: number;
  readonly region: string;
  /** An emulator's address, where there is one. */
  readonly endpoint?: string;
}

/**
 * Reads `STAGING_BUCKET`, `UPLOAD_RECORDS_TABLE`, `LEDGER_TABLE`, `UPLOAD_ROLE_ARN`, and where
 * they are given `UPLOAD_URL_SECONDS` (900), `UPLOAD_CREDENTIALS_SECONDS` (3600),
 * `UPLOAD_MAX_BYTES` (5 TiB) and `UPLOAD_RECORD_HOURS` (48). Throws `InvalidSettingsError`.
 */
export function uploadSettings(env: Environment = process.env): UploadSettings {
  const read = parseEnvironment(UploadEnvironment(), env);
  const { endpoint, region = "us-east-1" } = awsSettings(env);
  return {
    stagingBucket: read.STAGING_BUCKET,
    recordsTable: read.UPLOAD_RECORDS_TABLE,
    ledgerTable: read.LEDGER_TABLE,
    roleArn: read.UPLOAD_ROLE_ARN,
    urlSeconds: read.UPLOAD_URL_SECONDS,
    credentialsSeconds: read.UPLOAD_CREDENTIALS_SECONDS,
    maxBytes: read.UPLOAD_MAX_BYTES,
    recordSeconds: read.UPLOAD_RECORD_HOURS * 3600,
    region,
    endpoint,
  };
}
