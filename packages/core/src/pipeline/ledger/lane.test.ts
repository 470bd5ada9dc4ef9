import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decideLane,
  decideTakeOver,
  isBehind,
  newestAfter,
  type Lane,
  type Newest,
} from "./lane.ts";
import { isOlder, normalSequencer } from "./sequencer.ts";

const moment = (version: string, sequencer: string) => ({
  version,
  sequencer: normalSequencer(sequencer),
});
const number = fc.integer({ min: 1, max: 9 });
const second = moment("v2", "2");
const held = (version: string, sequencer: string, until: number) => ({
  ...moment(version, sequencer),
  token: "t",
  until,
});

describe("the lane of a key", () => {
  test("is free where nobody has been", () => {
    expect(decideLane(second, undefined, 0)).toEqual({ kind: "main" });
    expect(decideLane(second, { newest: moment("v1", "1") }, 0)).toEqual({ kind: "main" });
  });

  test("is not for a version older than what is archived", () => {
    const lane: Lane = { newest: moment("v3", "3"), holder: held("v4", "4", 100) };
    expect(decideLane(second, lane, 0)).toEqual({ kind: "superseded" });
  });

  test("is waited for while another holds it, be it older or newer", () => {
    for (const holder of [held("v1", "1", 100), held("v3", "3", 100)]) {
      expect(decideLane(second, { holder }, 99)).toEqual({ kind: "wait", until: 100 });
    }
  });

  test("is taken over from a holder whose time is up", () => {
    const holder = held("v3", "3", 100);
    expect(decideLane(second, { holder }, 100)).toEqual({ kind: "takeOver", holder });
  });

  test("is taken again by the version that held it", () => {
    expect(decideLane(second, { holder: held("v2", "2", 100) }, 0)).toEqual({ kind: "main" });
  });

  test("goes to an older version if the dead holder left no copy, and not if it did", () => {
    expect(decideTakeOver(second, held("v3", "3", 0), false)).toBe("main");
    expect(decideTakeOver(second, held("v3", "3", 0), true)).toBe("superseded");
    expect(decideTakeOver(second, held("v1", "1", 0), true)).toBe("main");
  });

  test("never lets an older version on top of a newer one, and never two at a time", () => {
    const some = number.map((n) => moment(`v${n}`, String(n)));
    const holder = fc
      .tuple(number, fc.nat({ max: 20 }))
      .map(([n, until]) => held(`v${n}`, String(n), until));
    const lane = fc.record({ newest: some, holder }, { requiredKeys: [] });
    fc.assert(
      fc.property(some, lane, fc.nat({ max: 20 }), (mine, seen, now) => {
        const { kind } = decideLane(mine, seen, now);
        const isLate = seen.newest !== undefined && isOlder(mine, seen.newest);
        const isTaken =
          seen.holder !== undefined &&
          seen.holder.version !== mine.version &&
          seen.holder.until > now;
        expect(kind === "superseded").toBe(isLate);
        if (kind === "main" || kind === "takeOver") expect(isTaken || isLate).toBe(false);
      }),
    );
  });

  test("remembers the newest, also when versions of unknown order come on top", () => {
    const third = { ...moment("v3", "3"), at: 1_000 };
    const unknown = newestAfter(third, { version: "v?", at: 5_000 });
    expect(newestAfter(undefined, second)).toMatchObject(second);
    expect(newestAfter(moment("v1", "1"), second)).toMatchObject(second);
    expect(unknown).toEqual({ ...third, version: "v?", unsequenced_at: 5_000 });
    expect(isBehind({ ...second, at: 9_000 }, unknown)).toBe(true);
    expect(isBehind({ ...moment("v4", "4"), at: 2_000 }, unknown)).toBe(true);
    expect(isBehind({ ...moment("v4", "4"), at: 6_000 }, unknown)).toBe(false);
    expect(isBehind({ at: 2_000 }, unknown)).toBe(true);
    expect(isBehind({}, unknown)).toBe(false);
  });

  test("never has anything archived behind it that it could know of", () => {
    const some = fc.record({
      version: fc.constant("v"),
      sequencer: fc.option(
        number.map((n) => normalSequencer(String(n))),
        { nil: undefined },
      ),
      at: fc.nat({ max: 9 }).map((n) => n * 1_000),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), (uploads) => {
        let newest: Newest | undefined;
        const archived: typeof uploads = [];
        for (const upload of uploads) {
          if (isBehind(upload, newest)) continue;
          newest = newestAfter(newest, upload);
          archived.push(upload);
        }
        const isOut = archived.some((upload, index) =>
          archived
            .slice(0, index)
            .some(({ sequencer }) => isOlder({ sequencer: upload.sequencer }, { sequencer })),
        );
        expect(isOut).toBe(false);
      }),
    );
  });
});
