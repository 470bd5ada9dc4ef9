import { setTimeout as sleep } from "node:timers/promises";
import { type Emulator } from "../emulator/types.ts";
import { type Verdict } from "./capability.ts";
import { Mismatch, type Probe } from "./probe.ts";
import { accountOf, makeWorld } from "./world.ts";

export interface Result {
  readonly id: string;
  readonly verdict: Verdict;
  /** What the emulator does instead; only where it doesn't do as AWS. */
  readonly note?: string;
  readonly milliseconds: number;
}

export interface RunProbesOptions {
  /** How many at a time; default 6. Most of them wait. */
  readonly atOnce?: number;
  /** Told of each as soon as it is known. */
  readonly onResult?: (result: Result) => void;
}

type Target = Pick<Emulator, "endpoint" | "region" | "env">;

/** Puts every probe to an emulator. Results come in the order of the probes. Never throws for one. */
export async function runProbes(
  emulator: Target,
  probes: readonly Probe[],
  { atOnce = 6, onResult }: RunProbesOptions = {},
): Promise<Result[]> {
  const accountId = await accountOf(emulator);
  const results = new Map<Probe, Result>();
  // Those that wait for a minute first, so that the others run meanwhile.
  const queue = probes.toSorted((a, b) => (b.limitMs ?? 0) - (a.limitMs ?? 0));
  const work = async () => {
    for (let probe = queue.shift(); probe !== undefined; probe = queue.shift()) {
      const result = await runProbe(emulator, probe, accountId);
      results.set(probe, result);
      onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return probes.flatMap((probe) => results.get(probe) ?? []);
}

/** Puts one probe to an emulator, and removes what it made. */
export async function runProbe(emulator: Target, probe: Probe, accountId: string): Promise<Result> {
  const world = makeWorld(emulator, accountId);
  const began = performance.now();
  const limitMs = probe.limitMs ?? 30_000;
  const waiting = new AbortController();
  const tooLong = sleep(limitMs, undefined, { signal: waiting.signal }).then(() => {
    throw new Mismatch("fails", `no end within ${limitMs / 1_000} s`);
  });
  try {
    await Promise.race([probe.run(world), tooLong]);
    return { id: probe.id, verdict: "works", milliseconds: since(began) };
  } catch (error) {
    const milliseconds = since(began);
    if (error instanceof Mismatch) {
      return { id: probe.id, verdict: error.verdict, note: error.message, milliseconds };
    }
    return { id: probe.id, verdict: "fails", note: describeFailure(error), milliseconds };
  } finally {
    waiting.abort();
    await world.close();
  }
}

function since(began: number) {
  return Math.round(performance.now() - began);
}

/** An error that the probe didn't expect, without what changes from run to run. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text = error.message
    .replace(/probe-([a-z]+)-[0-9a-f]{10}/g, "probe-$1")
    .replace(/127\.0\.0\.1:\d+|localhost:\d+/g, "localhost")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "…")
    .replace(/\s+/g, " ")
    .trim();
  const told = text.length > 160 ? `${text.slice(0, 159)}…` : text;
  return told === "" || told === error.name ? error.name : `${error.name}: ${told}`;
}
