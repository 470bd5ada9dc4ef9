import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { csvSample } from "./sample.ts";

const Measured = z.object({
  seconds: z.number(),
  peakBytes: z.int(),
  summary: z.object({ rows: z.int() }),
  results: z.array(z.object({ name: z.string(), size: z.int() })),
});
const program = fileURLToPath(new URL("child.ts", import.meta.url));

/**
 * Streams a CSV of about so many bytes through the transform, in a process of its own that throws
 * the results away; what that took.
 */
export async function measureCsv(bytes: number) {
  const running = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  let sent = 0;
  async function* counted() {
    for (const block of csvSample(bytes)) {
      sent += block.length;
      yield block;
    }
  }
  const [answer] = await Promise.all([
    text(running.stdout),
    pipeline(Readable.from(counted()), running.stdin),
  ]);
  const { summary, ...measured } = Measured.parse(JSON.parse(answer));
  const megabytesPerSecond = sent / 1_000_000 / measured.seconds;
  return { bytes: sent, rows: summary.rows, megabytesPerSecond, ...measured };
}
