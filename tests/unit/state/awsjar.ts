import { readFileSync } from "node:fs";

/** What awsjar 0.2.11 wrote for a value, and what it read from that. */
export interface JarSample {
  readonly python: string;
  readonly plain: { readonly env?: string; readonly got?: { readonly repr: string } };
  readonly compressed: { readonly env?: string };
}
export interface BucketSample {
  readonly python: string;
  readonly body?: string;
  readonly got?: { readonly repr: string };
}
interface Fixture {
  readonly jar: Readonly<Record<string, JarSample>>;
  readonly jar_datetime: Readonly<Record<string, JarSample>>;
  readonly jar_range: Readonly<Record<string, { readonly compressed: string }>>;
  readonly bucket: Readonly<Record<string, BucketSample>>;
  readonly bucket_datetime: Readonly<Record<string, BucketSample>>;
}

/** What the Python library really wrote and read, recorded. */
export const awsjar = JSON.parse(readFileSync("tests/fixtures/awsjar.json", "utf8")) as Fixture;

/** What the recorded values are in TypeScript: those that the texts themselves tell. */
export const values: Readonly<Record<string, unknown>> = {
  dict: { a: 1, b: [1, 2, { c: null }], t: true },
  "empty dict": {},
  "empty list": [],
  list: [1, "two", 3.5, null],
  unicode: { u: "żółć 日本 🚀" },
  escapes: { q: '"\\\n\t\u2028</script>' },
  "float list": [0.1, 1e300, -0, 1 / 3],
  nan: [Number.NaN, Infinity, -Infinity],
  "big int": [9007199254740993n, 1180591620717411303424n],
  "int keys": { "1": "c", null: "b", "1.5": "d" },
  tuple: "(1, 2)",
  set: "{1}",
  "bare str": "hello",
  "bare number-like str": 123,
  "bare float-like str": 1.5,
  "bare nan str": "nan",
  "bare 1_000 str": "1_000",
  "bare json-like str": { a: 1 },
  "bare int": 42,
  "bare float": 1.5,
  "bare None": "None",
  "bare True": "True",
  "bare False": "False",
  "datetime default encoder": { at: "2019-01-09 12:34:56.789012" },
  decimal: { d: "1.10" },
  bytes: { b: String.raw`b'\x00\xff'` },
  "range 10": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  pretty: { a: [1, { b: null }], u: "ż" },
};

/** JSON without the spaces that Python puts between, and with letters for its escapes. */
export function compacted(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (part) =>
    part.startsWith('"') ? JSON.stringify(JSON.parse(part)) : "",
  );
}
