import * as z from "zod/mini";
import { parseEnvironment, type Environment } from "../aws/environment.ts";
import { wholeNumber } from "../aws/whole-number.ts";
import { lazy } from "../lazy.ts";

const gibi = 1024 ** 3;
const mebi = 1024 ** 2;
const whole = (least: number, most: number, otherwise: number) =>
  z.prefault(wholeNumber(least, most), otherwise);
const required = () => z.string("a value").check(z.minLength(1, "a value"));
const text = () => z.optional(z.string());

const PipelineEnvironment = /* @__PURE__ */ lazy(() =>
  z.object({
    STAGING_BUCKET: required(),
    ARCHIVE_BUCKET: required(),
    LEDGER_TABLE: required(),
    UPLOAD_RECORDS_TABLE: text(),
    UPLOADS_QUEUE_URL: text(),
    DEAD_LETTERS_QUEUE_URL: text(),
    PIPELINE_ATTEMPTS: whole(1, 100, 5),
    PIPELINE_PARALLEL_FILES: whole(1, 100, 10),
    PIPELINE_LEASE_MARGIN_SECONDS: whole(1, 900, 15),
    PIPELINE_STOP_BEFORE_SECONDS: whole(1, 300, 3),
    PIPELINE_LANE_WAIT_SECONDS: whole(0, 900, 5),
    PIPELINE_CONTAINER_LEASE_SECONDS: whole(60, 43_200, 600),
    PIPELINE_RETENTION_DAYS: whole(0, 36_500, 400),
    COPY_PARTS_ABOVE_BYTES: whole(0, 5 * gibi, 5 * gibi),
    COPY_PART_BYTES: whole(1, 5 * gibi, 128 * mebi),
    COPY_PARALLEL_PARTS: whole(1, 100, 8),
    FILE_LINK_SECONDS: whole(1, 43_200, 300),
    PIPELINE_LONGEST_LEASE_SECONDS: whole(1, 86_400, 1_800),
    SWEEP_MOST_WAITING: whole(0, 1_000_000, 1_000),
    METER_REQUESTS: z.prefault(z.enum(["true", "false"], "true or false"), "false"),
    SCAN_TAG: text(),
    HANDED_FILE: text(),
    ECS_CONTAINER_METADATA_URI_V4: text(),
  }),
);

/** What the pipeline is told by its environment. */
export interface PipelineSettings {
  readonly stagingBucket: string;
  readonly archiveBucket: string;
  readonly ledgerTable: string;
  /** The records of uploads to come. */
  readonly uploadRecordsTable?: string;
  /** Where announcements wait for the transform. */
  readonly uploadsQueueUrl?: string;
  /** Where messages rest that nobody could handle. */
  readonly deadLettersQueueUrl?: string;
  /** Claims of one version before it is given up. */
  readonly attempts: number;
  /** Files of one batch that are worked on at once. */
  readonly parallelFiles: number;
  /** Whether each invocation logs what it asked of AWS. */
  readonly meterRequests: boolean;
  readonly leaseMarginMs: number;
  /** How long before the function's time-out work is stopped and its leases are freed. */
  readonly stopBeforeMs: number;
  readonly laneWaitMs: number;
  /** How long a container's lease lasts; it renews it three times as often. */
  readonly containerLeaseMs: number;
  /** How long the ledger keeps what has ended, in days; 0 keeps it for ever. */
  readonly retentionDays: number;
  readonly copying: {
    readonly partsAboveBytes: number;
    readonly partBytes: number;
    readonly parallelParts: number;
  };
  /** How long links to archived files are good for. */
  readonly linkSeconds: number;
  /** A version older than this, without an end and without a lease, is stuck. */
  readonly longestLeaseMs: number;
  /** With more messages waiting, a sweep announces nothing. */
  readonly sweepMostWaiting: number;
  /** A scanner's tag that a file must have before it is processed. */
  readonly scanTag?: string;
  /** The file that this container was started for, as JSON. */
  readonly handedFile?: string;
  /** Where ECS tells a container about itself. */
  readonly containerMetadata?: string;
}

/**
 * Reads the pipeline's settings: `STAGING_BUCKET`, `ARCHIVE_BUCKET`, `LEDGER_TABLE`; and, each
 * with a default, what else `PipelineEnvironment` names. Throws `InvalidSettingsError`.
 */
export function pipelineSettings(env: Environment = process.env): PipelineSettings {
  const read = parseEnvironment(PipelineEnvironment(), env);
  return {
    stagingBucket: read.STAGING_BUCKET,
    archiveBucket: read.ARCHIVE_BUCKET,
    ledgerTable: read.LEDGER_TABLE,
    uploadRecordsTable: read.UPLOAD_RECORDS_TABLE,
    uploadsQueueUrl: read.UPLOADS_QUEUE_URL,
    deadLettersQueueUrl: read.DEAD_LETTERS_QUEUE_URL,
    attempts: read.PIPELINE_ATTEMPTS,
    parallelFiles: read.PIPELINE_PARALLEL_FILES,
    leaseMarginMs: read.PIPELINE_LEASE_MARGIN_SECONDS * 1000,
    stopBeforeMs: read.PIPELINE_STOP_BEFORE_SECONDS * 1000,
    laneWaitMs: read.PIPELINE_LANE_WAIT_SECONDS * 1000,
    containerLeaseMs: read.PIPELINE_CONTAINER_LEASE_SECONDS * 1000,
    retentionDays: read.PIPELINE_RETENTION_DAYS,
    copying: {
      partsAboveBytes: read.COPY_PARTS_ABOVE_BYTES,
      partBytes: read.COPY_PART_BYTES,
      parallelParts: read.COPY_PARALLEL_PARTS,
    },
    linkSeconds: read.FILE_LINK_SECONDS,
    longestLeaseMs: read.PIPELINE_LONGEST_LEASE_SECONDS * 1000,
    sweepMostWaiting: read.SWEEP_MOST_WAITING,
    meterRequests: read.METER_REQUESTS === "true",
    scanTag: read.SCAN_TAG,
    handedFile: read.HANDED_FILE,
    containerMetadata: read.ECS_CONTAINER_METADATA_URI_V4,
  };
}
