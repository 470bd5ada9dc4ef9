import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { runCommand, UsageError } from "./cli/command.ts";
import { progressBar } from "./cli/progress.ts";
import { formatTable } from "./cli/table.ts";
import { type Exported, readExport } from "./migrate-persistence/export-lines.ts";
import { move, type Moved, type Target } from "./migrate-persistence/move.ts";

const usage = `npm run migrate:persistence -- <export> [--to-table <name>] [--to-key <key>] [--replace] [--yes] [--json]

Writes what Python's aws-lambda-persistence has pickled as PersistentMap keeps it. Reads what
scripts/migrate-persistence/export.py wrote; docs/migrate-from-aws-lambda-persistence.md tells how.
Without --yes it only shows what it would do.

  <export>         a file, or - for standard input
  --key <key>      only this item of the export; again for more
  --to-table       another table, in which the items have the same keys
  --to-key         another key, for one item
  --replace        in the place of the pickled items, if they are what was exported; a copy of
                   each is kept under its key with #pickled at the end
  --backup <dir>   keep the copies as files in a folder instead
  --yes            do it
  --json           print what was done, or would be, as JSON

A second run finds what is there already. Exit codes: 0 done or shown, 1 some can't be written, 2 wrong usage.`;

await runCommand({
  usage,
  options: {
    key: { type: "string", multiple: true },
    "to-table": { type: "string" },
    "to-key": { type: "string" },
    replace: { type: "boolean", default: false },
    backup: { type: "string" },
    yes: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
  allowPositionals: true,
  run: async (given, [file, ...more]) => {
    if (file === undefined || more.length > 0) throw new UsageError("Expected one export to read.");
    const items = chosen(readExport(await contentOf(file)), given.key);
    if (given["to-key"] !== undefined && items.length > 1)
      throw new UsageError("--to-key is for one item; --key chooses it.");
    const target = {
      table: given["to-table"],
      key: given["to-key"],
      mayReplace: given.replace,
      backup: given.backup,
      write: given.yes,
    };
    return show(items, await moveAll(items, target), given);
  },
});

async function contentOf(file: string): Promise<string> {
  if (file === "-") return text(process.stdin);
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} can't be read: ${error.code}`);
  });
}

function chosen(items: readonly Exported[], keys: readonly string[] | undefined) {
  const missing = keys?.find((key) => !items.some((item) => item.key === key));
  if (missing !== undefined) throw new UsageError(`--key: the export has no item ${missing}`);
  return items.filter(({ key }) => keys?.includes(key) ?? true);
}

async function moveAll(items: readonly Exported[], target: Target): Promise<Moved[]> {
  const bar = progressBar("moving", items.length);
  const done: Moved[] = [];
  for (const item of items) {
    done.push(await move(item, target).catch((error: unknown) => failed(item, error)));
    bar.to(done.length);
  }
  bar.end();
  return done;
}

/** One that fails doesn't hold up the others. */
function failed({ table, key }: Exported, error: unknown): Moved {
  const reason = error instanceof Error ? error.message : String(error);
  return { item: `${table} ${key}`, state: "failed", reason };
}

function show(
  items: readonly Exported[],
  done: readonly Moved[],
  { json, yes }: { readonly json: boolean; readonly yes: boolean },
) {
  const refused = done.filter(({ state }) => state === "refused" || state === "failed").length;
  const rows = done.map(({ item, state, reason }, at) => {
    const { entries = [], bytes = 0, changes = [] } = items[at] ?? {};
    return { item, entries: entries.length, bytes, state, reason, changes };
  });
  if (json) console.log(JSON.stringify(rows, undefined, 2));
  else {
    const table = rows.map(({ reason, changes, ...row }) => ({
      ...row,
      notes: [reason, ...changes].filter((note) => note !== undefined).join("; "),
    }));
    const last = yes ? "" : " Nothing was changed; --yes does it.";
    console.log(
      `${formatTable(table)}\n\n${rows.length} items, ${refused} refused or failed.${last}`,
    );
  }
  return refused > 0 ? 1 : 0;
}
