import { formatOf } from "./format.ts";
import { JsonCheck, type JsonMode } from "./json-check.ts";
import { type Bytes, type FileFacts, type Transform } from "./type.ts";
import { writeGzip } from "./write.ts";

/**
 * JSON is validated and becomes `data.json.gz`, the same bytes gzipped; what it counted is the summary.
 *
 * Valid is what RFC 8259 says: one value, UTF-8 (a byte-order mark is let pass), repeated keys
 * allowed. All else, and more than `maxJsonDepth` levels, is `file.invalid`; the message names the
 * byte. Where neither type nor name said JSON but the bytes did, NDJSON is let pass as well.
 */
export const json: Transform = validating("json");

/**
 * NDJSON is validated and becomes `data.ndjson.gz`, the same bytes gzipped; what it counted is the summary.
 *
 * Valid is one JSON value on each line (LF or CRLF); blank lines are let pass, and a file of none
 * but such has no documents. A value that goes on over a line's end is `file.invalid`.
 */
export const ndjson: Transform = validating("ndjson");

function validating(format: "json" | "ndjson"): Transform {
  return {
    name: format,
    accepts: (facts) => formatOf(facts) === format,
    async run(source, sink, { facts, limits, signal }) {
      const check = new JsonCheck({ mode: modeOf(format, facts), maxDepth: limits.maxJsonDepth });
      await writeGzip(sink, checked(source, check), { name: `data.${format}`, signal });
      return { ...check.statistics };
    },
  };
}

function modeOf(format: "json" | "ndjson", facts: FileFacts): JsonMode {
  const isAnnounced = formatOf({ ...facts, detectedType: undefined }) === format;
  return isAnnounced ? format : "either";
}

async function* checked(source: Bytes, check: JsonCheck): Bytes {
  for await (const chunk of source) {
    check.write(chunk);
    yield chunk;
  }
  check.end();
}
