import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { type Checksum } from "@aws-sdk/client-s3";
import { crc32c, crc64nvme } from "./crc.ts";
import { s3Error } from "./errors.ts";

const algorithms = {
  CRC32: (bytes: Uint8Array) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(bytes));
    return sum;
  },
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: (bytes: Uint8Array) => createHash("sha1").update(bytes).digest(),
  SHA256: (bytes: Uint8Array) => createHash("sha256").update(bytes).digest(),
};
export type Algorithm = keyof typeof algorithms;

const names = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;

/** The checksum members of a request or an answer. */
export type Checksums = Pick<Checksum, `Checksum${Algorithm}` | "ChecksumType">;

export function md5(bytes: Uint8Array): Buffer {
  return createHash("md5").update(bytes).digest();
}

/** The algorithm's digest of a body, in base64. */
export function digest(algorithm: Algorithm, bytes: Uint8Array): string {
  return algorithms[algorithm](bytes).toString("base64");
}

/** The one algorithm a request names, or gives a checksum of. */
export function algorithmOf(
  input: Checksums & { readonly ChecksumAlgorithm?: string | undefined },
): Algorithm | undefined {
  return names.find((name) => input[`Checksum${name}`] ?? input.ChecksumAlgorithm === name);
}

/** Refuses a body that doesn't match what the request says of it. */
export function checkDigests(
  input: Checksums & { readonly ContentMD5?: string | undefined },
  body: Uint8Array,
): void {
  if (input.ContentMD5 !== undefined && input.ContentMD5 !== md5(body).toString("base64")) {
    throw s3Error("BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  const algorithm = algorithmOf(input);
  if (!algorithm || input[`Checksum${algorithm}`] === undefined) return;
  if (input[`Checksum${algorithm}`] !== digest(algorithm, body)) {
    throw s3Error(
      "BadDigest",
      `The ${algorithm} you specified did not match the calculated checksum.`,
    );
  }
}
