import { readFileSync } from "node:fs";
import { encode, toText } from "@switchyard/core/state/codec.ts";
import { Content } from "@switchyard/core/state/persistent-map/content.ts";
import { expect, test } from "vitest";
import { Point, pointCodec } from "../state/codec-values.ts";
import { blocks } from "./blocks.ts";

const page = readFileSync("docs/state-format.md", "utf8");
const twice = { a: 1 };

/** A value of each row of the page's table. */
const rows: readonly (readonly [string, unknown])[] = [
  ["`undefined`", undefined],
  ["`NaN`", Number.NaN],
  ["an infinity", Number.NEGATIVE_INFINITY],
  ["negative zero", -0],
  ["a BigInt", 9007199254740993n],
  ["a Date", new Date(5)],
  ["an invalid Date", new Date(Number.NaN)],
  [
    "a Map",
    new Map<unknown, unknown>([
      [1, "one"],
      ["two", 2],
    ]),
  ],
  ["a Set", new Set([1, "a"])],
  ["a URL", new URL("https://example.com/a?b=c")],
  ["an ArrayBuffer", new Uint8Array([0, 1, 255]).buffer],
  ["a typed array", new Uint8Array([0, 1, 255])],
  // oxlint-disable-next-line no-sparse-arrays
  ["an array with holes", [1, , 3]],
  ["an object without a prototype", Object.assign(Object.create(null) as object, { a: 1 })],
  ["an object of a class", new Point(1, 2)],
  ["an object with a key", { $: 1, $$x: 2 }],
  ["an object that occurs twice", [twice, twice]],
];

const written = (value: unknown) => toText(value, { classes: [pointCodec] });

test.each(rows)("the page of the stored format tells how %s is written", (name, value) => {
  const row = page.split("\n").find((line) => line.startsWith(`| ${name}`));
  expect(row).toContain(`\`${written(value)}\``);
});

test("the table of the stored format has no other rows", () => {
  const [, table = ""] = page.split("| as it is written");
  const [body = ""] = table.split("\n\n");
  expect(body.split("\n").length - 2).toBe(rows.length);
});

test("the page's first example is a map's content", () => {
  const [example] = blocks.filter((block) => block.page === "docs/state-format.md");
  const text = JSON.stringify(JSON.parse(example?.code ?? ""));
  const content = Content.read(text, {});
  expect([...content.entries()]).toEqual([
    ["last_run", new Date(1767323045006)],
    ["visits", 5],
  ]);
  expect(Content.empty<string, unknown>({}).set("a", 1).text).toBe('{"$v":1,"e":[["a",1]]}');
  expect(encode(1)).toBe('{"$v":1,"v":1}');
});
