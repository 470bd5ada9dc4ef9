import { runCommand } from "./cli/command.ts";
import { localVariables } from "./local/environment.ts";

const usage = `npm run local:env [-- --json]

Prints what a shell needs to work with the local stack that runs here, for the AWS CLI or a program of your own: the
emulator's address and keys, and each output of the deployment by its name (hashtagCounts is HASHTAG_COUNTS).

  eval "$(npm run -s local:env)"

  --json  the same as JSON

Exit codes: 0 done, 1 failed, 2 wrong usage, or no local stack runs.`;

await runCommand({
  usage,
  options: { json: { type: "boolean", default: false } },
  run: async ({ json }) => {
    const variables = Object.entries(await localVariables(process.cwd())).toSorted(([a], [b]) =>
      a.localeCompare(b),
    );
    if (json) console.log(JSON.stringify(Object.fromEntries(variables), undefined, 2));
    else for (const [name, value] of variables) console.log(`export ${name}=${quoted(value)}`);
  },
});

/** For a shell: nothing in it means anything. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
