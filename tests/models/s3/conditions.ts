import { noSuchKey, preconditionFailed, s3Error } from "./errors.ts";
import { type Version } from "./store.ts";

interface Conditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** Conditions on what a write would replace. */
export function checkWrite(current: Version | undefined, conditions: Conditions): void {
  const { IfMatch, IfNoneMatch } = conditions;
  if (IfMatch !== undefined) {
    if (!current) throw noSuchKey();
    if (!matches(IfMatch, current.etag)) throw preconditionFailed();
  }
  if (IfNoneMatch === undefined) return;
  if (IfNoneMatch !== "*") {
    throw s3Error(
      "NotImplemented",
      "A header you provided implies functionality that is not implemented",
    );
  }
  if (current) throw preconditionFailed();
}

/** Conditions on what is read. */
export function checkRead({ etag }: Version, { IfMatch, IfNoneMatch }: Conditions): void {
  if (IfMatch !== undefined && !matches(IfMatch, etag)) throw preconditionFailed();
  if (IfNoneMatch !== undefined && matches(IfNoneMatch, etag)) {
    throw s3Error("NotModified", "Not Modified");
  }
}

/** Conditions on what is copied. */
export function checkCopySource(
  { etag }: Version,
  source: { CopySourceIfMatch?: string | undefined; CopySourceIfNoneMatch?: string | undefined },
): void {
  const { CopySourceIfMatch, CopySourceIfNoneMatch } = source;
  const isOther = CopySourceIfMatch !== undefined && !matches(CopySourceIfMatch, etag);
  const isSame = CopySourceIfNoneMatch !== undefined && matches(CopySourceIfNoneMatch, etag);
  if (isOther || isSame) throw preconditionFailed();
}

/** Clients give ETags with and without their quotes. */
function matches(asked: string, etag: string): boolean {
  return asked === "*" || asked.replaceAll('"', "") === etag.replaceAll('"', "");
}
