import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { HeadObjectCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { paginateQuery } from "@aws-sdk/lib-dynamodb";
import { describe, expect, onTestFinished, test } from "vitest";
import { clients, stack } from "./stack.ts";
import { newKey, recordOf, untilState, upload, versionsOf } from "./travel.ts";

// Each demo deploys, and uploads 11 MB in each of the ways.
const patience = { timeout: 400_000 };
const { outputs, endpoint, region, credentials } = stack();

/** What a user's shell has set to work with the emulator of this run. */
const environment = {
  ...process.env,
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
};

/** What the functions' settings are called, as a user sets them who didn't deploy from here. */
const names = {
  STAGING_BUCKET: outputs.staging,
  ARCHIVE_BUCKET: outputs.archive,
  LEDGER_TABLE: outputs.ledger,
  UPLOADS_QUEUE_URL: outputs.uploads,
  DEAD_LETTERS_QUEUE_URL: outputs.deadLetters,
  UPLOAD_RECORDS_TABLE: outputs.uploadRecords,
};

describe("each command", () => {
  test.each(["demo", "replay", "redrive"])("%s explains itself and does nothing", async (name) => {
    const { code, stdout } = await run(name, ["--help"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`npm run ${name} `)]);
    expect(stdout).toMatch(/Exit codes?/);
  });

  test.each([
    ["demo", ["--nonsense"], "--nonsense"],
    ["demo", ["no/such/folder"], "no/such/folder"],
    ["replay", ["--state", "lost"], "expected one of received"],
    ["replay", ["--since", "yesterday"], "ISO 8601"],
    ["redrive", ["--state", "failed"], "--state"],
  ])("%s %j is refused as wrong usage, with the reason", async (name, args, reason) => {
    const { code, stdout, stderr } = await run(name, args);
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(reason)]);
  });

  test.each(["demo", "replay", "redrive"])("%s fails where no emulator answers", async (name) => {
    const args = name === "demo" ? [] : ["--local"];
    const { code, stderr } = await run(name, args, { AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
    expect(code).toBe(1);
    expect(stderr).toContain("http://127.0.0.1:9");
    expect(stderr).not.toContain("    at ");
  });
});

describe("the demo", () => {
  test("uploads a folder in every way and reports what became of it", patience, async () => {
    const { folder, file } = await folderWith({ "notes.txt": "one line\n" });
    const { code, stdout, stderr } = await run("demo", [folder, "--json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const { rows, totals, tasks } = JSON.parse(stdout) as Report;
    const mine = rows.filter((row) => row.file === file("notes.txt"));
    expect(mine).toHaveLength(7);
    expect(new Set(mine.map(({ state }) => state))).toEqual(new Set(["archived"]));
    expect(totals.archived).toBe(totals.uploads);
    expect(tasks).toMatchObject({ scheduled: 36, done: 36, dead: 0, complete: true });
    expect(tasks.counts).toHaveLength(36);
  });

  test("fails where a file could not be archived, and says why", patience, async () => {
    const { folder, file } = await folderWith({ "broken.json": '{"a":' });
    const { code, stdout } = await run("demo", [folder]);
    expect(code).toBe(1);
    expect(stdout).toContain(file("broken.json"));
    expect(stdout).toContain("failed: file.invalid");
  });

  test("killed while files travel may be run again, and nothing is doubled", patience, async () => {
    const content = Array.from({ length: 8 }, (_, at) => [`${at}.txt`, `file ${at}\n`] as const);
    const { folder, mark } = await folderWith(Object.fromEntries(content));
    const first = start("demo", [folder]);
    await expect
      .poll(async () => (await keysWith(outputs.archive, mark)).length, { timeout: 200_000 })
      .toBeGreaterThan(3);
    expect(first.exitCode).toBeNull();
    first.kill("SIGKILL");
    await once(first, "close");

    const { code } = await run("demo", [folder]);
    expect(code).toBe(0);
    await expect
      .poll(() => keysWith(outputs.staging, mark), { timeout: 90_000, interval: 500 })
      .toEqual([]);
    const uploads = (await ledgerOf(mark)).map(({ state, key, version }) => {
      expect(["archived", "superseded"]).toContain(state);
      return `${state === "archived" ? key : `superseded/${key}/${version}`} ${version}`;
    });
    expect(uploads.length).toBeGreaterThan(8 * 7);
    expect((await sourcesIn(mark)).toSorted()).toEqual(uploads.toSorted());
  });
});

describe("replay", () => {
  test("shows what it would do, does it with --yes, and leaves alone what is done", async () => {
    const key = newKey("replayed.json");
    const version = await upload(key, "{");
    const before = (await untilState(key, version, "failed"))["failed_at"];
    const shown = await run("replay", ["--local", "--prefix", key, "--json"]);
    expect([shown.code, JSON.parse(shown.stdout)]).toEqual([
      0,
      [expect.objectContaining({ key, version, state: "failed" })],
    ]);
    expect((await recordOf(key, version))?.["failed_at"]).toBe(before);

    const done = await run("replay", ["--prefix", key, "--yes", "--json"], names);
    expect([done.code, JSON.parse(done.stdout)]).toMatchObject([0, { announced: 1, failed: [] }]);
    await untilFailedAgain(key, version, before);

    const fine = newKey("fine.txt");
    await untilState(fine, await upload(fine, "fine\n"), "archived");
    const left = await run("replay", ["--local", "--prefix", fine, "--yes", "--json"]);
    expect(JSON.parse(left.stdout)).toMatchObject({ announced: 0, leftAlone: 1, failed: [] });
    expect(await versionsOf("archive", fine)).toHaveLength(1);
  });
});

describe("redrive", () => {
  test("shows what is parked, and gives it new attempts with --yes", patience, async () => {
    const key = newKey("redriven.json");
    const version = await upload(key, "{");
    const before = (await untilState(key, version, "failed"))["failed_at"];
    const local = ["--local", "--prefix", key, "--json"];
    const mine = [{ keys: key, decision: "redrive" }];
    // Another look at the queue may hide the message for a while.
    const rest = { timeout: 90_000, interval: 2_000 };
    await expect.poll(() => chosenBy(local), rest).toMatchObject(mine);
    expect((await recordOf(key, version))?.["failed_at"]).toBe(before);
    await expect.poll(() => chosenBy([...local, "--yes"]), rest).toMatchObject(mine);
    await untilFailedAgain(key, version, before);
  });

  test("of nothing is done, and leaves all others' messages alone", async () => {
    const args = ["--prefix", newKey(""), "--yes", "--json"];
    const { code, stdout } = await run("redrive", args, names);
    expect([code, chosenIn(stdout)]).toEqual([0, []]);
  });
});

interface Report {
  rows: { file: string; state: string }[];
  totals: { uploads: number; archived: number };
  tasks: { counts: object[] };
}

/** Starts a command as npm does. */
function start(name: string, args: readonly string[], more: Record<string, string> = {}) {
  const child = spawn(process.execPath, [`scripts/${name}.ts`, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...environment, ...more },
  });
  onTestFinished(() => void (child.exitCode ?? child.signalCode ?? child.kill("SIGKILL")));
  return child;
}

async function run(...call: Parameters<typeof start>) {
  const child: ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } =
    start(...call);
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: child.exitCode, stdout, stderr };
}

async function untilFailedAgain(key: string, version: string, before: unknown) {
  const failedLater = async () => {
    const { state, failed_at: at } = (await recordOf(key, version)) ?? {};
    return state === "failed" && at !== before;
  };
  await expect.poll(failedLater, { timeout: 60_000 }).toBe(true);
}

async function chosenBy(args: readonly string[]) {
  const { stdout } = await run("redrive", args);
  return chosenIn(stdout);
}

/** The parked messages that the filter chose. */
function chosenIn(stdout: string) {
  const steps = JSON.parse(stdout) as { keys: string; decision: string }[];
  return steps.filter(({ decision }) => decision !== "other");
}

/** A new folder of files whose names all begin with a mark that no other test uses. */
async function folderWith(files: Record<string, string>) {
  const folder = await mkdtemp(path.join(tmpdir(), "switchyard-demo-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const mark = path.basename(folder).toLowerCase();
  const file = (name: string) => `${mark}-${name}`;
  for (const [name, content] of Object.entries(files))
    await writeFile(path.join(folder, file(name)), content);
  return { folder, mark, file };
}

async function listed(Bucket: string, mark: string, Prefix: string) {
  const { s3 } = clients();
  const { Versions = [], IsTruncated } = await s3.send(
    new ListObjectVersionsCommand({ Bucket, Prefix, MaxKeys: 1_000 }),
  );
  expect(IsTruncated ?? false).toBe(false);
  return Versions.filter(({ Key = "" }) => Key.includes(mark));
}

/** The keys of every version of the demo's files, results apart. */
async function keysWith(bucket: string, mark: string) {
  return (await listed(bucket, mark, "dev/demo/")).map(({ Key = "" }) => Key);
}

/** Each archived copy: its key, and the uploaded version that it is a copy of. */
async function sourcesIn(mark: string) {
  const { s3 } = clients();
  const Bucket = outputs.archive;
  const copies = [
    ...(await listed(Bucket, mark, "dev/demo/")),
    ...(await listed(Bucket, mark, "superseded/dev/demo/")),
  ];
  const heads = copies.map(async ({ Key, VersionId }) => {
    const { Metadata } = await s3.send(new HeadObjectCommand({ Bucket, Key, VersionId }));
    return `${Key} ${Metadata?.["switchyard-version"]}`;
  });
  return Promise.all(heads);
}

async function ledgerOf(mark: string) {
  const query = {
    TableName: outputs.ledger,
    IndexName: "by_owner",
    KeyConditionExpression: "#owner = :owner",
    ExpressionAttributeNames: { "#owner": "owner" },
    ExpressionAttributeValues: { ":owner": "dev" },
  };
  const found: { key: string; version: string; state: string }[] = [];
  for await (const { Items = [] } of paginateQuery({ client: clients().documents }, query))
    found.push(...(Items as typeof found).filter(({ key }) => key.includes(mark)));
  return found;
}
