import { listedPartSize } from "@switchyard/core/uploads/part-size-rule.ts";
import { answerOf } from "@switchyard/functions/client.ts";
import type { PageApi } from "../api/api.ts";
import type { Lender } from "./lender.ts";
import type { Upload } from "./upload.ts";

/** What has to be known of a file before its first byte goes. */
export interface Prepared {
  /** The whole key. */
  readonly key: string;
  readonly type: string;
  readonly correlationId?: string;
  /** Bytes of each part; absent: it goes in one piece. */
  readonly partSize?: number;
  /** With the page's own keys: where to, and how to get them. */
  readonly own?: {
    readonly session: string;
    readonly endpoint: string;
    readonly region: string;
    readonly keys: () => ReturnType<Lender["lend"]>;
  };
}

/** Above this many bytes, files sent with the page's own keys go in parts. */
const largePut = 16 * 1024 ** 2;

/** Announces a file to the API, or goes on with its earlier announcement. Throws `ApiError`, `ApiUnreachableError`. */
export async function prepare(upload: Upload, api: PageApi, lender: Lender): Promise<Prepared> {
  const { name, type, size, way, overwrite, multipart } = upload;
  if (way === "credentials") return prepareOwn(upload, lender);
  const resume = multipart !== undefined;
  const json = { key: name, type, size, overwrite, resume };
  const registered = await answerOf(api.uploads.register.$post({ json }));
  const { key, partSize, correlationId } = registered;
  return { key, type, correlationId, partSize: way === "parts" ? partSize : undefined };
}

async function prepareOwn(
  { name, type, size, session, multipart, partSize: begun }: Upload,
  lender: Lender,
): Promise<Prepared> {
  const lent = await lender.lend(session);
  const given = lent.session ?? "";
  let isFirst = true;
  // Asked again, they ran out before their time.
  const keys = () => {
    const lending = isFirst ? lender.lend(given) : lender.renew(given);
    isFirst = false;
    return lending;
  };
  // What has begun goes on as it was cut.
  const cut = multipart ? (begun ?? largePut) : listedPartSize(size);
  return {
    key: `${lent.prefix}${name.normalize("NFC")}`,
    type,
    partSize: size > largePut ? cut : undefined,
    own: { session: given, endpoint: lent.endpoint, region: lent.region, keys },
  };
}
