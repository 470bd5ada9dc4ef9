import { capability } from "@switchyard/local/conformance/capability.ts";
import { allProbes } from "@switchyard/local/conformance/probes/index.ts";
import { type Result, runProbe, runProbes } from "@switchyard/local/conformance/run.ts";
import { accountOf } from "@switchyard/local/conformance/world.ts";
import { startEmulator } from "@switchyard/local/emulator/start.ts";
import { type Emulator } from "@switchyard/local/emulator/types.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let emulator: Emulator;
let results: ReadonlyMap<string, Result>;

/** An emulator that is given serves; else one of its own, so that no other test slows it. */
beforeAll(async () => {
  emulator = await startEmulator({ reuse: false });
  const account = await accountOf(emulator);
  const found = await runProbes(emulator, allProbes);
  // On a busy machine something may come too late; alone it must not.
  const again = found.filter(({ id, verdict }) => verdict !== capability(emulator.kind, id));
  const second = new Map<string, Result>();
  for (const probe of allProbes.filter(({ id }) => again.some((result) => result.id === id))) {
    second.set(probe.id, await runProbe(emulator, probe, account));
  }
  results = new Map(found.map((result) => [result.id, second.get(result.id) ?? result]));
});

afterAll(() => emulator.stop());

describe("the table of what emulators can do is right about the one at hand", () => {
  test.each(allProbes.map(({ id, title }) => [id, title] as const))("%s: %s", (id) => {
    // Of an emulator that isn't in the table nothing is claimed, so nothing can be wrong.
    if (emulator.kind === "unknown") return;
    const { verdict, note } = results.get(id) ?? expect.unreachable("it wasn't run");
    expect(verdict, note).toBe(capability(emulator.kind, id));
  });
});
