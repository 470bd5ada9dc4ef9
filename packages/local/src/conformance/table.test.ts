import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { capability, capabilityNote, Known } from "./capability.ts";
import known from "./known.json" with { type: "json" };
import { probes } from "./probe.ts";
import { allProbes } from "./probes/index.ts";
import { describeFailure } from "./run.ts";
import { compareWithKnown, markers, putTable, renderTable, updateKnown } from "./table.ts";

const nothing = async () => undefined;
const some = probes("Area", { "a.one": ["One | thing", nothing], "a.two": ["Two", nothing] });
const works = { id: "a.one", verdict: "works", milliseconds: 1 } as const;
const fails = { id: "a.two", verdict: "fails", note: "<no>", milliseconds: 1 } as const;

describe("the conformance table", () => {
  const made = updateKnown({}, "ministack", "1.0", [works, fails], some);

  test("keeps what one run found beside what others found", () => {
    const both = updateKnown(made, "localstack", "4.14.0", [works], some);
    expect(Object.keys(both)).toEqual(["ministack", "localstack"]);
    const again = updateKnown(both, "ministack", "1.0", [{ ...fails, verdict: "works" }], some);
    expect(again["ministack"]?.results["a.one"]?.verdict).toBe("works");
    expect(again["ministack"]?.results["a.two"]?.verdict).toBe("works");
  });

  test("begins anew for another version, and drops probes that are gone", () => {
    const next = updateKnown(made, "ministack", "2.0", [works], some);
    expect(Object.keys(next["ministack"]?.results ?? {})).toEqual(["a.one"]);
    const fewer = updateKnown(made, "ministack", "1.0", [], some.slice(0, 1));
    expect(Object.keys(fewer["ministack"]?.results ?? {})).toEqual(["a.one"]);
  });

  test("shows a column for each emulator, and its notes with nothing taken for markup", () => {
    const text = renderTable(made, some);
    expect(text).toContain("| `a.one` | One \\| thing | yes |");
    expect(text).toContain("| MiniStack 1.0 | 1 | 0 | 1 |");
    expect(text).toContain("- `a.two`, MiniStack: \\<no\\>");
  });

  test("goes between its markers and nowhere else", () => {
    const page = `before\n${markers.begin}\nold\n${markers.end}\nafter\n`;
    const next = putTable(page, "new") ?? "";
    expect(next).toBe(`before\n${markers.begin}\n\nnew\n\n${markers.end}\nafter\n`);
    expect(putTable(next, "new")).toBe(next);
    expect(putTable("no markers", "new")).toBeUndefined();
  });

  test("says where an emulator does otherwise than before", () => {
    expect(compareWithKnown(made, "ministack", [works, fails])).toEqual([]);
    const changed = compareWithKnown(made, "ministack", [{ ...works, verdict: "differs" }]);
    expect(changed).toEqual(["a.one: the table says works, now differs"]);
    expect(compareWithKnown(made, "other", [works])).toHaveLength(1);
  });

  test("on the page is the one that is known", async () => {
    const page = await readFile(join(import.meta.dirname, "../../../../docs/emulators.md"), "utf8");
    expect(putTable(page, renderTable(Known.parse(known), allProbes))).toBe(page);
  });

  test("knows every probe of both emulators", () => {
    const ids = allProbes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const kind of ["ministack", "localstack"]) {
      expect(ids.filter((id) => capability(kind, id) === undefined)).toEqual([]);
    }
  });
});

describe("a capability", () => {
  test("is asked for by emulator and name", () => {
    expect(capability("ministack", "schedules.fire")).toBe("works");
    expect(capability("localstack", "schedules.fire")).toBe("fails");
    expect(capabilityNote("ministack", "sqs.move-task")).toContain("refused");
    expect(capability("unknown", "schedules.fire")).toBeUndefined();
  });
});

describe("an error that a probe didn't expect", () => {
  test("is told without what changes from run to run", () => {
    const error = new Error("Queue probe-queue-0123456789 at 127.0.0.1:4566\n is gone");
    expect(describeFailure(error)).toBe("Error: Queue probe-queue at localhost is gone");
    expect(describeFailure(Object.assign(new Error(""), { name: "Timeout" }))).toBe("Timeout");
  });
});
