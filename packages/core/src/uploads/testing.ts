import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { S3Client } from "@aws-sdk/client-s3";
import type { FileRecord } from "../pipeline/ledger/record.ts";
import type { Caller } from "./caller.ts";
import type { UploadNeeds } from "./needs.ts";
import type { UploadRecord } from "./record.ts";
import type { Records } from "./records.ts";
import type { UploadSettings } from "./settings.ts";
import type { Signer } from "./signer.ts";

/** Stand-ins for what uploads need. The clock stands still at `now`. */
export const now = Date.UTC(2026, 0, 2, 3, 4, 5);
export const alice: Caller = { id: "alice", scopes: ["uploads:write"] };
export const settings: UploadSettings = {
  stagingBucket: "staging",
  recordsTable: "records",
  ledgerTable: "ledger",
  roleArn: "arn:aws:iam::000000000000:role/upload",
  urlSeconds: 900,
  credentialsSeconds: 3600,
  maxBytes: 5 * 1024 ** 4,
  recordSeconds: 7200,
  region: "eu-west-1",
};

/** What S3 answers to one request. */
export interface S3Answer {
  readonly status?: number;
  readonly body?: string;
}
export interface S3Request {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A signer whose S3 answers by `answer`; its keys last an hour from `now`, or `seconds`. */
export function signerFor(
  answer: (request: S3Request) => S3Answer = () => ({}),
  seconds = 3600,
): Signer {
  const handle = async (request: S3Request) => {
    const { status = 200, body = "" } = answer(request);
    const headers = { "content-type": "application/xml" };
    return { response: { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) } };
  };
  const s3 = new S3Client({
    region: settings.region,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token" },
    requestChecksumCalculation: "WHEN_REQUIRED",
    maxAttempts: 1,
    requestHandler: { handle },
  });
  return { s3, expires: now + seconds * 1000 };
}

/** What S3 says when it refuses. */
export const s3Error = (status: number, code: string): S3Answer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
});

const name = ({ owner, id }: Pick<UploadRecord, "owner" | "id">) => `${owner} ${id}`;

/** Upload records that are only remembered. */
export function memoryRecords(): Records & { readonly items: Map<string, UploadRecord> } {
  const items = new Map<string, UploadRecord>();
  const change = (key: string, make: (record: UploadRecord) => UploadRecord) => {
    const record = items.get(key);
    if (record) items.set(key, make(record));
    return items.get(key);
  };
  return {
    items,
    put: async (record) => void items.set(name(record), record),
    get: async (owner, id) => items.get(name({ owner, id })),
    noteCompleting: async (which, token) =>
      change(name(which), (record) => ({ completing: token, ...record })),
    noteCompleted: async (which, completed) =>
      void change(name(which), (record) => ({ ...record, completed })),
    noteAborted: async (which, at) => {
      if (items.get(name(which))?.completed) return undefined;
      return change(name(which), (record) => ({ aborted_at: at, ...record }));
    },
    noteUploadId: async (which, uploadId) =>
      void change(name(which), (record) => ({
        ...record,
        upload_ids: [...record.upload_ids, uploadId],
      })),
  };
}

/** All that uploads need, with S3 answering by `answer` and a ledger of `versions`. */
export function needsWith({
  answer,
  versions = [],
  ...more
}: Partial<UploadNeeds> & {
  answer?: (request: S3Request) => S3Answer;
  versions?: FileRecord[];
} = {}) {
  let tokens = 0;
  const signer = signerFor(answer);
  const records = memoryRecords();
  return {
    open: async () => signer,
    settings,
    refuseKnown: async () => {},
    versionsOf: async () => versions,
    now: () => now,
    token: () => `token-${++tokens}`,
    sleep: (ms: number) => setTimeout(ms / 20),
    ...more,
    records,
  };
}

/** A version as the ledger knows it. */
export const version = (change: Partial<FileRecord> = {}): FileRecord => ({
  schema: 1,
  key: "alice/report.csv",
  version: "v1",
  owner: "alice",
  state: "archived",
  attempts: 1,
  received_at: now,
  ...change,
});
