import { runCommand, UsageError } from "./cli/command.ts";
import { formatTable } from "./cli/table.ts";
import { nameOf, renameIn, uncommitted } from "./rename/files.ts";
import { expectedName, isName } from "./rename/names.ts";

const usage = `npm run rename -- <name> [--yes] [--force] [--json]

Gives the project your own name: packages, imports, the SST app, variables, documents.
Without --yes it only shows what would change. Do it before the first deployment: resources carry the name.

  <name>   like my-app: ${expectedName}
  --yes    change the files
  --force  also when there are changes that aren't committed

Exit codes: 0 done or shown, 1 failed, 2 wrong usage.`;

await runCommand({
  usage,
  options: {
    yes: { type: "boolean", default: false },
    force: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
  allowPositionals: true,
  run: async ({ yes, force, json }, [to = "", ...more]) => {
    const root = process.cwd();
    const from = await nameOf(root);
    if (!isName(to) || more.length > 0)
      throw new UsageError(`name: expected ${expectedName}, got ${JSON.stringify(to)}`);
    if (to === from) throw new UsageError(`name: the project is called ${from} already`);
    if (yes && !force && uncommitted(root).length > 0)
      throw new UsageError("There are changes that aren't committed. Commit them, or add --force.");
    const changes = await renameIn(root, { from, to }, { write: yes });
    if (json) console.log(JSON.stringify({ from, to, done: yes, changes }));
    else
      console.log(
        `${formatTable(changes.map((change) => ({ ...change })))}\n\n${changes.length} files. ${next(yes)}`,
      );
  },
});

function next(done: boolean) {
  return done
    ? "Now: npm install, npx oxfmt, npm cit."
    : "Nothing was changed; --yes changes them.";
}
