import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { View } from "./view.ts";
import { type Item } from "./values.ts";

const item = (owner: string, at: number): Item => ({ owner: { S: owner }, at: { N: String(at) } });
const owner = { S: "me" };

describe("a view", () => {
  test("shows a change when its time has come, not before", () => {
    const view = new View({ hash: "owner", range: "at" });
    view.change("a", item("me", 1), 100);
    expect(view.partition(owner, 99)).toHaveLength(0);
    expect(view.partition(owner, 100)).toHaveLength(1);
  });
  test("never lets one item's changes overtake one another", () => {
    const view = new View({ hash: "owner", range: "at" });
    view.change("a", item("me", 1), 100);
    view.change("a", item("me", 2), 50);
    expect(view.partition(owner, 99)).toHaveLength(0);
    expect(view.partition(owner, 100).map((entry) => entry.range)).toEqual([{ N: "2" }]);
  });
  test("leaves out what lacks its key", () => {
    const view = new View({ hash: "owner", range: "at" });
    view.change("a", { owner }, 0);
    expect(view.partition(owner, 0)).toEqual([]);
    expect(view.item("a", 0)).toBeUndefined();
  });
  test("is, whatever was changed, sorted and holds exactly the last of each item", () => {
    const change = fc.record({
      id: fc.constantFrom("a", "b", "c", "d"),
      at: fc.integer({ min: -3, max: 3 }),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const view = new View({ hash: "owner", range: "at" });
        const last = new Map<string, number>();
        for (const { id, at, gone } of changes) {
          view.change(id, gone ? undefined : item("me", at), 0);
          if (gone) last.delete(id);
          else last.set(id, at);
        }
        const shown = view.partition(owner, 0).map(({ id, range }) => [id, Number(range?.N)]);
        const expected = [...last].toSorted((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
        expect(shown).toEqual(expected);
        expect(view.all(0)).toHaveLength(last.size);
        expect(view.size).toBe(last.size);
      }),
    );
  });
});
