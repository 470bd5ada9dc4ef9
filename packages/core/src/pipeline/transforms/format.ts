import { type FileFacts } from "./type.ts";

/** What the shipped transforms tell apart. `markup` is never rendered, only described. */
export type Format = "gzip" | "csv" | "ndjson" | "json" | "text" | "markup" | "binary";

const byType: Readonly<Record<string, Format>> = {
  "application/gzip": "gzip",
  "application/x-gzip": "gzip",
  "text/csv": "csv",
  "application/csv": "csv",
  "text/tab-separated-values": "csv",
  "application/json": "json",
  "text/json": "json",
  "application/ndjson": "ndjson",
  "application/x-ndjson": "ndjson",
  "application/jsonl": "ndjson",
  "application/jsonlines": "ndjson",
  "application/x-jsonlines": "ndjson",
  "text/html": "markup",
  "text/xml": "markup",
  "application/xml": "markup",
};
const byExtension: Readonly<Record<string, Format>> = {
  csv: "csv",
  tsv: "csv",
  json: "json",
  geojson: "json",
  ndjson: "ndjson",
  jsonl: "ndjson",
  txt: "text",
  log: "text",
  md: "text",
  html: "markup",
  htm: "markup",
  xhtml: "markup",
  svg: "markup",
  xml: "markup",
};

/**
 * The one rule by which the shipped transforms choose. Pure.
 *
 * 1. The first bytes win: what has a signature or isn't text is what they say.
 * 2. Among texts a declared type that says something decides, then the name's extension
 *    (`text/plain` and `application/octet-stream` say nothing), then what the text begins like.
 */
export function formatOf(facts: FileFacts): Format {
  const detected = facts.detectedType;
  if (detected !== undefined && !isText(detected)) return formatByType(detected) ?? "binary";
  const declared = formatByType(typeOf(facts.contentType));
  const named = lookUp(byExtension, extensionOf(facts.key));
  if (declared === "json" && named === "ndjson") return named;
  const format = declared === "gzip" && detected !== undefined ? undefined : declared;
  return format ?? named ?? formatByType(detected ?? "") ?? (detected ? "text" : "binary");
}

/** The declared charset, as given. */
export function charsetOf(facts: FileFacts): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(facts.contentType ?? "")?.[1];
}

/** The media type alone, in lower case. */
export function typeOf(contentType = ""): string {
  return contentType.split(";", 1)[0]!.trim().toLowerCase();
}

/** What follows the last dot of the key's last segment, in lower case. */
export function extensionOf(key: string): string {
  return /[^/]\.([^./]+)$/.exec(key)?.[1]?.toLowerCase() ?? "";
}

function formatByType(type: string): Format | undefined {
  if (type.endsWith("+json")) return "json";
  if (type.endsWith("+xml")) return "markup";
  const format = lookUp(byType, type);
  return format ?? (type.startsWith("text/") && type !== "text/plain" ? "text" : undefined);
}

function isText(detected: string): boolean {
  return ["text/plain", "application/json", "application/x-ndjson"].includes(detected);
}

/** Not by index alone: a file may be called `x.constructor`. */
function lookUp<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
