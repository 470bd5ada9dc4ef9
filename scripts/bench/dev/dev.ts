import path from "node:path";
import { startEmulator } from "../../../packages/local/src/emulator/start.ts";
import { median, type Benchmark, type BenchOptions, type Findings } from "../benchmark.ts";
import { makeCheckout, removeCheckout } from "./checkout.ts";
import { devSession, type Session } from "./session.ts";

/** `npm run dev`: with an emulator of its own, and with one that runs; and a saved handler's way to its function. */
export const dev: Benchmark = {
  about: "npm run dev to ready, cold and with the emulator running; a saved handler to its update",
  run,
};

async function run({ rounds = 3, say }: BenchOptions): Promise<Findings> {
  const root = await makeCheckout();
  const emulator = await startEmulator({ folder: path.join(root, ".switchyard"), reuse: false });
  const sessions: Record<"cold" | "empty" | "warm", Session[]> = { cold: [], empty: [], warm: [] };
  const session = async (name: keyof typeof sessions, env: Readonly<Record<string, string>>) => {
    const one = await devSession(root, env);
    sessions[name].push(one);
    say(`${name}: ready in ${one.ready.toFixed(1)} s, updated in ${one.update.toFixed(2)} s`);
  };
  try {
    for (let round = 1; round <= rounds; round++) {
      await session("cold", {});
      // The first on a running emulator deploys; those after find all of it there.
      if (round === 1) await session("empty", emulator.env);
      await session("warm", emulator.env);
    }
  } finally {
    await emulator.stop();
    await removeCheckout(root);
  }
  const all = Object.values(sessions).flat();
  const ready = (name: keyof typeof sessions) => median(sessions[name].map((one) => one.ready));
  const same = { unit: "s", steady: false, from: `median of ${rounds}` } as const;
  return {
    findings: [
      { ...same, what: "npm run dev to ready, a new emulator", value: ready("cold"), bar: 15 },
      { ...same, what: "… the emulator runs, deployed before", value: ready("warm"), bar: 5 },
      { ...same, what: "… the emulator runs, empty", value: ready("empty"), bar: 5, from: "once" },
      {
        ...same,
        what: "a saved handler to its update, the first time",
        value: median(all.map(({ firstUpdate }) => firstUpdate)),
        from: `median of ${all.length}`,
      },
      {
        ...same,
        what: "… and after that",
        value: median(all.map(({ update }) => update)),
        bar: 1,
        from: `median of ${all.length}`,
      },
    ],
  };
}
