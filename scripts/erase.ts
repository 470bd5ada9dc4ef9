import { eraseCaller } from "@switchyard/core/pipeline/erase.ts";
import { runCommand, UsageError } from "./cli/command.ts";
import { setEnvironment } from "./local/environment.ts";

const usage = `npm run erase -- <caller> [--yes] [--local] [--json]

Erases all of one caller: files in staging and in the archive, results, records, unfinished uploads. Without --yes it
only counts. Revoke the caller's token before.

  --yes    do it
  --local  on the local stack; else on what was deployed last, or what the environment names
  --json   print the counts as JSON

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

await runCommand({
  usage,
  options: { yes: { type: "boolean" }, local: { type: "boolean" }, json: { type: "boolean" } },
  allowPositionals: true,
  run: async ({ yes = false, local = false, json = false }, [caller, ...others]) => {
    if (!caller || others.length > 0) throw new UsageError(`expected one caller\n\n${usage}`);
    await setEnvironment({ local });
    const rounds = eraseCaller(caller, { dryRun: !yes });
    let round = await rounds.next();
    for (; !round.done; round = await rounds.next())
      if (process.stderr.isTTY) process.stderr.write(`\r${line(round.value)}\u001B[K`);
    if (process.stderr.isTTY) process.stderr.write("\r\u001B[K");
    console.log(
      json
        ? JSON.stringify(round.value)
        : `${line(round.value)} ${yes ? "erased" : "found; --yes erases them"}.`,
    );
    return 0;
  },
});

function line({
  objects,
  records,
  unfinishedUploads,
}: {
  objects: number;
  records: number;
  unfinishedUploads: number;
}) {
  return `${objects} object versions, ${records} records, ${unfinishedUploads} unfinished uploads`;
}
