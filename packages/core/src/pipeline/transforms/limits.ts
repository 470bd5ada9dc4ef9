const mebi = 1024 ** 2;
const gibi = 1024 ** 3;

/** What one file may cost. Beyond a limit its transform ends with an `InvalidFileError`. */
export interface Limits {
  /** Bytes that gzip may unpack to, all nested levels together. */
  readonly maxUnpackedBytes: number;
  /** How many gzips may be packed in one another. */
  readonly maxGzipDepth: number;
  /** UTF-8 bytes in one CSV field. Also finds a quote that nobody closed. */
  readonly maxFieldBytes: number;
  /** UTF-8 bytes in one CSV record. */
  readonly maxRecordBytes: number;
  /** Fields in one CSV record; a spreadsheet has at most 16,384. */
  readonly maxColumns: number;
  /** Objects and arrays in one another in JSON. */
  readonly maxJsonDepth: number;
}

export const defaultLimits: Limits = {
  maxUnpackedBytes: 4 * gibi,
  maxGzipDepth: 3,
  maxFieldBytes: mebi,
  maxRecordBytes: 8 * mebi,
  maxColumns: 16_384,
  maxJsonDepth: 1_000,
};
