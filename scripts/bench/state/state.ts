import { startLocalApp } from "../../local/stack.ts";
import type { Benchmark, BenchOptions, Findings } from "../benchmark.ts";
import { compareCodecs } from "./codec.ts";
import { countOperations } from "./operations.ts";
import { compareTimes } from "./times.ts";

/** What Jar, Bucket and PersistentMap ask of AWS, how long they take, and what their codec costs. */
export const state: Benchmark = {
  about: "Jar, Bucket, PersistentMap: requests, capacity units, times; the codec against others",
  run,
};

async function run({ rounds = 100, say }: BenchOptions): Promise<Findings> {
  const codecs = compareCodecs(rounds);
  const app = await startLocalApp({ emulator: { reuse: false, onProgress: say } });
  try {
    say("requests of each operation");
    const operations = await countOperations(app);
    say(`open and set, ${rounds} times each`);
    const times = await compareTimes(app, rounds);
    return {
      findings: [...operations.findings, ...times, ...codecs.findings],
      details: {
        "What an operation costs": operations.rows,
        "There and back through each codec": codecs.rows,
      },
    };
  } finally {
    await app.stop();
  }
}
