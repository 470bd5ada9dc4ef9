import { CsvConversion } from "./csv-conversion.ts";
import { formatOf } from "./format.ts";
import { type Transform } from "./type.ts";
import { writeBytes, writeJson } from "./write.ts";

/**
 * CSV becomes `data.ndjson`, one object for each record, and `profile.json`, a `CsvProfile`.
 *
 * - The first record names the columns. Empty names become `column_3`, repeated ones `name_2`; any
 *   name is possible, `__proto__` too.
 * - Delimiter: tab for TSV; else `,`, `;` or tab, whichever fits the first 64 KiB, or what
 *   a first line `sep=;` says. Quotes, line ends and errors: see `CsvReader`.
 * - Encoding: UTF-8 or UTF-16 by the byte-order mark, else the declared charset, else UTF-8.
 * - Values: an empty field is `null`, quoted or not. Numbers and `true`/`false` become such where
 *   their text survives it (`kindOf`), all else stays a string.
 * - A record too short lacks the keys it has no fields for. One too long keeps the rest as strings
 *   in a list under `_extra`. Both are counted.
 * - Invalid (`file.invalid`): bytes that don't fit the encoding, what `CsvReader` refuses, a column
 *   name of over 1,000 characters.
 */
export const csv: Transform = {
  name: "csv",
  accepts: (facts) => formatOf(facts) === "csv",
  async run(source, sink, { facts, limits, signal }) {
    const conversion = await CsvConversion.open(source, facts, limits);
    const lines = { name: "data.ndjson", type: "application/x-ndjson", signal };
    await writeBytes(sink, conversion.ndjson(), lines);
    const profile = conversion.profile();
    await writeJson(sink, "profile.json", profile, signal);
    return { ...profile, columns: profile.columns.length };
  },
};
