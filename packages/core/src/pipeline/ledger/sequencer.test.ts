import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOlder, normalSequencer, type Moment } from "./sequencer.ts";

const hex = fc.stringMatching(/^[0-9A-Fa-f]{1,64}$/);

describe("a sequencer in the ledger", () => {
  test("is padded right with zeros, so that texts compare as S3 means them", () => {
    expect(normalSequencer("0a")).toBe(`0A${"0".repeat(62)}`);
    fc.assert(
      fc.property(hex, (sequencer) => {
        fc.pre(!/^0+$/.test(sequencer));
        expect(normalSequencer(sequencer)).toMatch(/^[0-9A-F]{64}$/);
        expect(normalSequencer(`${sequencer}0`.slice(0, 64))).toBe(normalSequencer(sequencer));
      }),
    );
  });

  test.each([undefined, "", "0", "000000", "xyz", "0 1", "1".repeat(65)])(
    "is none where it says nothing: %j",
    (sequencer) => {
      expect(normalSequencer(sequencer)).toBeUndefined();
    },
  );
});

describe("the order of two uploads", () => {
  const early: Moment = { sequencer: normalSequencer("1"), at: 9_000 };
  const late: Moment = { sequencer: normalSequencer("2"), at: 1_000 };

  test("is the sequencers', whatever the times say", () => {
    expect(isOlder(early, late)).toBe(true);
    expect(isOlder(late, early)).toBe(false);
  });

  test("is the times', in whole seconds, where a sequencer is missing or both are equal", () => {
    expect(isOlder({ at: 1_000 }, { ...early, at: 2_000 })).toBe(true);
    expect(isOlder({ ...early, at: 1_000 }, { ...early, at: 2_000 })).toBe(true);
    expect(isOlder({ at: 1_000 }, { at: 1_999 })).toBe(false);
  });

  test("is unknown where nothing tells", () => {
    expect(isOlder({}, early)).toBe(false);
    expect(isOlder(early, {})).toBe(false);
  });

  test("is never both ways round", () => {
    const moment = fc.record(
      { sequencer: hex.map(normalSequencer), at: fc.nat() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        expect(isOlder(a, b) && isOlder(b, a)).toBe(false);
        expect(isOlder(a, a)).toBe(false);
      }),
    );
  });
});
