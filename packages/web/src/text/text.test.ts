import { describe, expect, test } from "vitest";
import { readSummary } from "../files/results/read-summary.ts";
import { prettyJson, textOf } from "../files/results/text-of.ts";
import { profileIn } from "../files/results/profile.ts";
import { replayText } from "../files/replay-text.ts";
import { nextPoll } from "../polling/interval.ts";
import { speedometer } from "../uploads/speed.ts";
import { bytesText } from "./bytes.ts";
import { visibleName } from "./name.tsx";
import { durationText, spanText } from "./times.ts";

describe("for a person", () => {
  test.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [1023, "1,023 bytes"],
    [1024, "1 KB"],
    [1536, "1.5 KB"],
    [300 * 1024 ** 2, "300 MB"],
    [5 * 1024 ** 4, "5 TB"],
  ])("%i bytes are %s", (bytes, text) => expect(bytesText(bytes)).toBe(text));

  test.each([
    [-5, "0 s"],
    [440, "0.4 s"],
    [12_000, "12 s"],
    [185_000, "3 min 5 s"],
    [7_800_000, "2 h 10 min"],
  ])("%i ms are %s", (ms, text) => expect(durationText(ms)).toBe(text));

  test.each([
    [0, "0 s"],
    [440, "0.4 s"],
    [90_000, "1 min 30 s"],
    [3_600_000, "1 h"],
    [90_061_000, "1 d 1 h"],
    [86_460_000, "1 d 1 min"],
  ])("a stretch of %i ms is %s", (ms, text) => expect(spanText(ms)).toBe(text));

  test("what can't be seen in a name is made visible", () => {
    expect(visibleName("a\u202Efdp.exe\u0000\u200F")).toBe("a‹U+202E›fdp.exe‹U+0000›‹U+200F›");
    expect(visibleName("Grüße 世界 👩‍👩‍👧.csv")).toBe("Grüße 世界 👩‍👩‍👧.csv");
  });

  test("a replay is told in a few lines", () => {
    const files = [
      { id: "1", announced: true },
      { id: "2", announced: false, why: "done" as const },
      { id: "3", announced: false, why: "done" as const },
      { id: "4", announced: false, why: "live" as const },
    ];
    expect(replayText(files, false)).toEqual([
      "1 file is to be announced again.",
      "2 files are done already: left alone.",
      "1 file is being worked on: left alone.",
    ]);
  });
});

describe("a result", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test("is text if it is UTF-8, also cut within a character, and has no controls", () => {
    expect(textOf(bytes("a\tb\r\n"))).toBe("a\tb\r\n");
    expect(textOf(bytes("aü").subarray(0, 2))).toBe("a");
    expect(textOf(new Uint8Array([0x61, 0xff, 0x61]))).toBeUndefined();
    expect(textOf(new Uint8Array([0x61, 0x00]))).toBeUndefined();
  });

  test("of JSON is set to be read; what is cut stays as it is", () => {
    expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(prettyJson('{"a":')).toBeUndefined();
  });

  test("is a profile only if it looks like one", () => {
    const column = { name: "a", type: "text", nulls: 0, missing: 0 };
    expect(profileIn(JSON.stringify({ rows: 1, columns: [column] }))?.rows).toBe(1);
    for (const other of ["[]", "null", "{", '{"rows":1}', '{"rows":1,"columns":[{"name":1}]}'])
      expect(profileIn(other)).toBeUndefined();
  });

  test("has facts, and groups of counts that can be plotted", () => {
    expect(
      readSummary({
        longestLine: 1200,
        encoding: null,
        lineEnds: { lf: 2, crlf: 0 },
        odd: { a: 1, b: "x" },
      }),
    ).toEqual({
      facts: [
        ["Longest line", "1,200"],
        ["Encoding", "–"],
        ["Odd", '{"a":1,"b":"x"}'],
      ],
      groups: [
        {
          name: "Line ends",
          counts: [
            ["lf", 2],
            ["crlf", 0],
          ],
        },
      ],
    });
  });
});

test("a speed is of the last five seconds, and begins anew when bytes are taken back", () => {
  const meter = speedometer();
  meter.note(0, 0);
  expect(meter.speed()).toBeUndefined();
  for (let second = 1; second <= 10; second++) meter.note(second * 100, second * 1000);
  expect(meter.speed()).toBe(100);
  meter.note(0, 11_000);
  expect(meter.speed()).toBeUndefined();
});

test("the page asks soon while something goes on, seldom otherwise, and less where it fails", () => {
  const at = (change = {}) => nextPoll({ isGoing: true, isHidden: false, failures: 0, ...change });
  expect([at(), at({ isGoing: false }), at({ isHidden: true })]).toEqual([2000, 15_000, 60_000]);
  expect([at({ failures: 1 }), at({ failures: 3 }), at({ failures: 99 })]).toEqual([
    4000, 16_000, 120_000,
  ]);
});
