import { describe, expect, test } from "vitest";
import { charsetOf, extensionOf, formatOf } from "./format.ts";

const plain = "text/plain";

describe("a file's format", () => {
  test.each<[string, string, string | undefined, string | undefined, string]>([
    ["csv", "a", "text/csv; charset=utf-8", plain, "the declared type"],
    ["csv", "a.tsv", "application/octet-stream", plain, "the name, where the type says nothing"],
    [
      "csv",
      "a.CSV",
      "application/vnd.ms-excel",
      plain,
      "the name, where the type means nothing here",
    ],
    ["csv", "a.csv", plain, plain, "the name, where the type only says text"],
    ["text", "a.csv", "text/markdown", plain, "the declared type before the name"],
    ["ndjson", "a.jsonl", "application/json", plain, "the name, which knows JSON better"],
    ["json", "a", "application/geo+json", plain, "the type's suffix"],
    ["json", "a", undefined, "application/json", "the bytes"],
    ["ndjson", "a", undefined, "application/x-ndjson", "the bytes"],
    ["text", "a.txt", undefined, "application/json", "the name before what the text looks like"],
    ["text", "a.yaml", "application/yaml", plain, "the bytes, of an unknown type"],
    ["text", "a", "application/gzip", plain, "the bytes, which are no gzip"],
    ["markup", "a.svg", undefined, plain, "the name"],
    ["markup", "a.csv", "text/html", plain, "the declared type"],
    ["markup", "a.csv", "text/csv", "text/html", "the bytes before the declared type"],
    ["gzip", "a.csv", "text/csv", "application/gzip", "the bytes before the declared type"],
    ["binary", "a.csv", "text/csv", "image/png", "the bytes before the declared type"],
    ["binary", "a.csv", "text/csv", "application/x-empty", "there being none"],
    ["csv", "a", "text/csv", undefined, "the declared type, before the body is opened"],
    ["gzip", "a", "application/x-gzip", undefined, "the declared type, before the body is opened"],
    ["binary", "a", undefined, undefined, "nothing at all"],
    ["text", "x.constructor", "__proto__", plain, "the bytes, whatever names an object has"],
  ])("is %s of %s (%s, begins as %s) by %s", (format, key, contentType, detectedType) => {
    expect(formatOf({ key, contentType, detectedType })).toBe(format);
  });
});

test.each([
  ["text/csv; charset=utf-16le", "utf-16le"],
  ['text/csv;header=present; Charset = "Latin1"', "Latin1"],
  ["text/csv", undefined],
])("the charset of %s is %s", (contentType, charset) => {
  expect(charsetOf({ key: "a", contentType })).toBe(charset);
});

test.each([
  ["a/b.c/file", ""],
  ["a/b.tar.GZ", "gz"],
  ["a/.hidden", ""],
  ["file.", ""],
])("the extension of %s is %j", (key, extension) => {
  expect(extensionOf(key)).toBe(extension);
});
