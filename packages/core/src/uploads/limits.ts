/** S3's own limits, in bytes and counts. */
export const MiB = 1024 ** 2;
export const GiB = 1024 ** 3;

export const limits = {
  /** One PUT or POST. */
  put: 5 * GiB,
  /** One object, by parts. */
  object: 5 * 1024 * GiB,
  /** Every part but the last. */
  smallestPart: 5 * MiB,
  largestPart: 5 * GiB,
  parts: 10_000,
  /** UTF-8 bytes of a key. */
  key: 1024,
  /** Characters of a media type. */
  mediaType: 255,
  /** Characters of a session policy, as STS counts them. */
  sessionPolicy: 2048,
  /** Seconds: what STS grants a role that assumes a role. */
  chainedSession: 3600,
  /** Seconds: the least STS grants. */
  shortestSession: 900,
} as const;
