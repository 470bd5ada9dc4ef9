import type { PutRequest } from "./presign.ts";

/** The headers a client sends with a signed PUT. */
export type PutHeaders = Readonly<Record<string, string>>;

/** Which headers a PUT of this file needs, and which of them must not move to the query. Pure. */
export function putHeaders(file: Pick<PutRequest, "type" | "overwrite" | "sha256">): {
  headers: PutHeaders;
  sent: readonly string[];
} {
  const checksum = "x-amz-checksum-sha256";
  return {
    headers: {
      "content-type": file.type,
      ...(file.overwrite === false && { "if-none-match": "*" }),
      ...(file.sha256 !== undefined && { [checksum]: file.sha256 }),
    },
    sent: file.sha256 === undefined ? [] : [checksum],
  };
}
