import { benchPipeline } from "./bench/pipeline.ts";
import { runCommand, UsageError } from "./cli/command.ts";
import { formatTable } from "./cli/table.ts";

const usage = `npm run bench [-- [--files <n>] [--rounds <n>] [--json]]

Sends small text files through the pipeline and through a plain copy-and-delete handler on the same emulator, in turn,
and prints how many times slower the pipeline is, and its requests a file. (Memory: npm run bench:csv.)

Exit code 1 where the pipeline needs more than 7 requests a file: that doesn't depend on the machine.`;

await runCommand({
  usage,
  options: { files: { type: "string" }, rounds: { type: "string" }, json: { type: "boolean" } },
  run: async ({ files = "500", rounds = "3", json = false }) => {
    const asked = { files: wholeNumber("files", files), rounds: wholeNumber("rounds", rounds) };
    const figures = await benchPipeline({ ...asked, say: (line) => console.error(line) });
    const isWithin = figures.requestsPerFile <= 7;
    const rows = [
      {
        what: `${figures.files} files: times slower than plain copy and delete`,
        value: figures.ratio.toFixed(2),
        bar: "1.5",
        met: verdict(figures.ratio <= 1.5),
      },
      {
        what: "requests a file",
        value: figures.requestsPerFile.toFixed(2),
        bar: "7",
        met: verdict(isWithin),
      },
    ];
    console.log(json ? JSON.stringify(figures) : formatTable(rows));
    return isWithin ? 0 : 1;
  },
});

function wholeNumber(option: string, text: string) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`--${option}: expected a whole number from 1, got ${text}`);
  return number;
}

function verdict(isMet: boolean) {
  return isMet ? "met" : "missed";
}
