import { gzipSync } from "node:zlib";

/** A file to upload, and what has to become of it. */
export interface SampleFile {
  readonly type: string;
  readonly body: Buffer;
  /** Whether its own content makes it fail, whatever else happens. */
  readonly isBad?: boolean;
}

type MakeFile = (nonce: number) => SampleFile;

/** Small files of every kind that the registry knows. `nonce` makes their contents differ. */
export const sampleFiles: readonly [MakeFile, ...MakeFile[]] = [
  (nonce) => ({ type: "application/octet-stream", body: Buffer.from([0, 1, 2, nonce & 0xff]) }),
  (nonce) => ({ type: "text/csv", body: Buffer.from(`name,count\n"a\nb",${nonce}\nc,2\n`) }),
  (nonce) => ({ type: "text/plain", body: Buffer.from(`one line of text ${nonce}\n`) }),
  (nonce) => ({ type: "application/json", body: Buffer.from(`{"nonce":${nonce}}`) }),
  (nonce) => ({ type: "application/json", body: Buffer.from(`{"nonce":${nonce}`), isBad: true }),
  () => ({ type: "application/octet-stream", body: Buffer.alloc(0) }),
  (nonce) => ({ type: "application/gzip", body: gzipSync(`x,y\n${nonce},2\n`) }),
];
