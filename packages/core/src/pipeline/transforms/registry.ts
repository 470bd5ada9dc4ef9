import { csv } from "./csv.ts";
import { gzip } from "./gzip.ts";
import { json, ndjson } from "./json.ts";
import { manifest } from "./manifest.ts";
import { text } from "./text.ts";
import { type Transform } from "./type.ts";

/** The first that accepts a file gets it. A new transform is its file and one line here. */
export const transforms: readonly Transform[] = [gzip, csv, ndjson, json, text, manifest];
