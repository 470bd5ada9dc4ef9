import { s3Error } from "./errors.ts";

/** Where a copy comes from. */
export interface CopySource {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId: string | undefined;
}

/** Reads `x-amz-copy-source`: percent-encoded `bucket/key`, and `?versionId=` if a version is meant. */
export function parseCopySource(source: string | undefined): CopySource {
  const [path = "", version] = splitVersion(source ?? "");
  const decoded = decode(path).replace(/^\//, "");
  const slash = decoded.indexOf("/");
  if (slash < 1 || slash === decoded.length - 1) {
    throw s3Error(
      "InvalidArgument",
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
    );
  }
  return {
    Bucket: decoded.slice(0, slash),
    Key: decoded.slice(slash + 1),
    VersionId: version === undefined ? undefined : decode(version),
  };
}

/** A header carries Latin-1 only; Node refuses to send anything else. */
export function checkHeader(name: string, value: string | undefined): void {
  // oxlint-disable-next-line no-control-regex
  if (value === undefined || /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return;
  throw new InvalidHeaderError(name);
}

/** What Node's HTTP client throws for a header that it can't write. */
class InvalidHeaderError extends TypeError {
  readonly code = "ERR_INVALID_CHAR";

  constructor(header: string) {
    super(`Invalid character in header content ["${header}"]`);
  }
}

function splitVersion(source: string) {
  const mark = source.indexOf("?versionId=");
  return mark < 0 ? [source] : [source.slice(0, mark), source.slice(mark + "?versionId=".length)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw s3Error("InvalidArgument", "Copy Source is not a valid URL-encoded string");
  }
}
