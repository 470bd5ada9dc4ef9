import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Probe, differs, fails } from "./probe.ts";
import { runProbe } from "./run.ts";

const target = { endpoint: "http://127.0.0.1:9", region: "us-east-1", env: {} };
const probe = (run: Probe["run"], limitMs?: number): Probe => ({
  id: "a.probe",
  area: "Area",
  title: "Does something",
  run,
  ...(limitMs === undefined ? {} : { limitMs }),
});
const verdictOf = async (run: Probe["run"], limitMs?: number) => {
  const { verdict, note } = await runProbe(target, probe(run, limitMs), "000000000000");
  return { verdict, note };
};

describe("running a probe", () => {
  test("tells what it found", async () => {
    expect(await verdictOf(async () => undefined)).toEqual({ verdict: "works", note: undefined });
    expect(await verdictOf(async () => differs("so"))).toEqual({ verdict: "differs", note: "so" });
    expect(await verdictOf(async () => fails("not"))).toEqual({ verdict: "fails", note: "not" });
    const broken = await verdictOf(async () => Promise.reject(new TypeError("what")));
    expect(broken).toEqual({ verdict: "fails", note: "TypeError: what" });
  });

  test("ends one that never ends", async () => {
    const stuck = await verdictOf(async () => sleep(60_000, undefined, { ref: false }), 30);
    expect(stuck).toEqual({ verdict: "fails", note: "no end within 0.03 s" });
  });

  test("cleans up last made first, also after a failure, and whatever one of them throws", async () => {
    const cleaned: string[] = [];
    await verdictOf(async (world) => {
      world.onEnd(async () => cleaned.push("first"));
      world.onEnd(() => Promise.reject(new Error("gone already")));
      world.onEnd(async () => cleaned.push("last"));
      fails("on purpose");
    });
    expect(cleaned).toEqual(["last", "first"]);
  });
});
