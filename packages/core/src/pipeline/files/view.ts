import { fileId } from "../file-id.ts";
import { states, type FileRecord, type FileState } from "../ledger/record.ts";

/** A file as its owner sees it. Times are milliseconds since 1970, sizes bytes. */
export interface FileSummary {
  readonly id: string;
  readonly key: string;
  readonly version: string;
  readonly state: FileState;
  readonly size?: number;
  readonly etag?: string;
  readonly receivedAt: number;
  /** When the state was reached. */
  readonly updatedAt: number;
  readonly attempts: number;
  readonly error?: { readonly code: string; readonly message: string };
  readonly correlation?: string;
}

export interface FileHistory extends FileSummary {
  /** Each state it has been in, with the last time it came there, in that order. */
  readonly steps: readonly { readonly state: FileState; readonly at: number }[];
  readonly detectedType?: string;
  readonly transform?: string;
  /** The few facts its transform found. */
  readonly summary?: Readonly<Record<string, unknown>>;
  readonly results: readonly {
    readonly name: string;
    readonly type: string;
    readonly size: number;
  }[];
}

/** Pure. */
export function summaryOf(record: FileRecord): FileSummary {
  const { key, version, state, size, etag, attempts, error, correlation } = record;
  return {
    id: fileId(record),
    key,
    version,
    state,
    size,
    etag,
    receivedAt: record.received_at,
    updatedAt: timeOf(state, record) ?? record.received_at,
    attempts,
    error,
    correlation,
  };
}

/** Pure. */
export function historyOf(record: FileRecord): FileHistory {
  const steps = states
    .flatMap((state) => {
      const at = timeOf(state, record);
      return at === undefined ? [] : [{ state, at }];
    })
    .toSorted((a, b) => a.at - b.at);
  return {
    ...summaryOf(record),
    steps,
    detectedType: record.detected_type,
    transform: record.transform,
    summary: record.summary,
    results: (record.results ?? []).map(({ name, type, size }) => ({ name, type, size })),
  };
}

const timeOf = (state: FileState, record: FileRecord) => record[`${state}_at`];
