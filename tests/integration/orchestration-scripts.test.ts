import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, describe } from "vitest";
import { runScript } from "./command.ts";
import { closedRows, rowOf } from "./orchestration-app.ts";
import { callApi, stack } from "./stack.ts";

const patience = { timeout: 200_000 };
const local = ["--local", "--json"];
const newId = () => `cli-${crypto.randomUUID()}`;
/** A week that has not come: its tasks wait in the retry table, whatever else runs. */
const later = Math.round(Date.now() / 1_000) + 7 * 86_400;

describe("each command", patience, () => {
  // All of them: scripts/cli/commands.test.ts.
  test("explains itself", async () => {
    const { code, stdout } = await runScript("tasks", ["--help"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("npm run tasks ")]);
  });

  test.each([
    ["schedule", [], "expected one job"],
    ["schedule", ["no/such.json"], "no/such.json"],
    ["labourers", ["dance"], "expected list"],
    ["tasks", ["show"], "can't read"],
    ["tasks", ["list", "--labourr", "rehearsal"], "did you mean --labourer?"],
    ["tasks", ["list", "--state", "lost"], "expected one of queued"],
    ["tasks", ["cancel", "--local"], "wants a task's id, or a filter"],
    ["pause", ["--local"], "expected one"],
    ["pause", ["--labourer", "rehearsal", "--yes", "--local"], "--why"],
    ["drain", ["--task", "x", "--local"], "can't be drained"],
  ])("%s %j is refused as wrong usage, with the reason", async (name, args, reason) => {
    const { code, stdout, stderr } = await runScript(name, args);
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(reason)]);
  });
});

describe("schedule", patience, () => {
  const tutorial = "packages/functions/src/orchestration/hashtags/job.json";

  test("counts the tutorial's tasks and shows the first; nothing is made", async () => {
    const args = [tutorial, "--labourer", "hashtags", "--local"];
    const { code, stdout } = await runScript("schedule", args);
    expect(code).toBe(0);
    expect(stdout).toContain("36 tasks for hashtags. Nothing was done");
    expect(stdout).toContain("… and 26 more");
  });

  test("makes a job's tasks once, with --yes", async () => {
    const job = { words: ["a", "b", "c"], isolate_words: true, desired_launch_time: later };
    const id = newId();
    const args = ["-", "--labourer", "rehearsal", "--job-id", id, "--yes", ...local];
    const first = await runScript("schedule", args, JSON.stringify(job));
    expect([first.code, JSON.parse(first.stdout)]).toMatchObject([
      0,
      { job_id: id, state: "loaded", created: 3 },
    ]);
    const again = await runScript("schedule", args, JSON.stringify(job));
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(first.stdout));
    expect((await tasksOf(id)).length).toBe(3);
  });

  test("of an unknown labourer names those there are", async () => {
    const args = ["-", "--labourer", "nobody", "--local"];
    const { code, stderr } = await runScript("schedule", args, "{}");
    expect([code, stderr]).toEqual([1, expect.stringContaining("hashtags, rehearsal")]);
    expect(stderr).not.toContain("    at ");
  });
});

describe("tasks", patience, () => {
  test("are shown and cancelled: after a preview, for good, with the reason kept", async () => {
    const id = await scheduled({ words: ["a", "b"], isolate_words: true });
    const found = await tasksOf(id);
    expect(found.map(({ state }) => state)).toEqual(["retrying", "retrying"]);
    const [{ row }] = found as [Found];
    const shown = await runScript("tasks", ["show", row.task_id, "--local"]);
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining("created")]);
    const why = await runScript("tasks", ["explain", row.task_id, ...local]);
    expect([why.code, JSON.parse(why.stdout)]).toMatchObject([0, { reason: { why: "delayed" } }]);

    const cancel = ["cancel", "--job", id, ...local];
    const preview = await runScript("tasks", cancel);
    expect([preview.code, JSON.parse(preview.stdout)]).toMatchObject([0, { count: 2 }]);
    expect(await tasksOf(id)).toEqual(found);
    const done = await runScript("tasks", [...cancel, "--yes", "--why", "not wanted"]);
    expect([done.code, JSON.parse(done.stdout)]).toMatchObject([0, { changed: 2, failed: [] }]);
    expect(await rowOf("sosw_closed_tasks", row.task_id)).toMatchObject({
      cancel_reason: "not wanted",
    });
    expect((await tasksOf(id)).map(({ state }) => state)).toEqual(["dead", "dead"]);
  });

  test("of which one is tried now leave the others waiting", async () => {
    const id = await scheduled({ words: ["a", "b"], isolate_words: true });
    const [{ row }] = (await tasksOf(id)) as [Found];
    const args = ["retry", row.task_id, "--yes", "--why", "now", ...local];
    const { code, stdout } = await runScript("tasks", args);
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { changed: true }]);
    const states = async () => (await tasksOf(id)).map(({ state }) => state);
    expect((await states()).filter((state) => state === "retrying")).toHaveLength(1);
  });

  test("of which one is started now run out of their turn, by command and by API", async () => {
    const name = newId();
    // A limit of none: nothing of it starts by itself.
    await register(name, { max_simultaneous_invocations: 0 });
    const args = ["-", "--labourer", name, "--yes", ...local];
    const job = { words: ["a", "b"], isolate_words: true, result: { fine: 1 } };
    const { stdout } = await runScript("schedule", args, JSON.stringify(job));
    const { task_ids: ids } = JSON.parse(stdout) as { task_ids: string[] };
    const [first = "", second = ""] = ids;
    const start = ["start", first, ...local];
    const preview = await runScript("tasks", start);
    expect([preview.code, JSON.parse(preview.stdout)]).toMatchObject([0, { state: "queued" }]);
    const asked = [...start, "--yes", "--why", "a look"];
    const held = async () => JSON.parse((await runScript("tasks", asked)).stdout) as object;
    // The orchestrator reads of a new labourer within seconds.
    await expect
      .poll(held, { timeout: 30_000, interval: 2_000 })
      .toMatchObject({ started: false, hold: "0 of the labourer's 0 allowed tasks run." });
    const done = await runScript("tasks", [...asked, "--beyond-limits"]);
    expect([done.code, JSON.parse(done.stdout)]).toMatchObject([0, { started: true }]);
    const route = `/tasks/${second}/start`;
    const body = { reason: "the other", beyondLimits: true };
    expect((await callApi(route, { body, caller: "reader" })).status).toBe(403);
    const answer = await callApi(route, { body });
    expect(await answer.json()).toMatchObject({ started: true });
    const rows = await closedRows(ids);
    for (const row of rows) expect(row).toMatchObject({ result_fine: 1, attempts: 1 });
  });

  test("that aren't there are an error", async () => {
    const { code, stderr } = await runScript("tasks", ["show", "no-such-task", "--local"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("no-such-task")]);
  });
});

describe("pause and resume", patience, () => {
  test("of a labourer show in the list, with who did it and why", async () => {
    const name = newId();
    await register(name);
    const paused = ["--labourer", name, "--yes", "--why", "the database is full", ...local];
    const done = await runScript("pause", paused);
    expect([done.code, JSON.parse(done.stdout)]).toMatchObject([0, { changed: true }]);
    expect((await labourers()).get(name)?.paused).toMatchObject({ why: "the database is full" });
    expect(JSON.parse((await runScript("pause", paused)).stdout)).toMatchObject({ changed: false });
    await runScript("resume", paused);
    expect((await labourers()).get(name)?.paused).toBeUndefined();
  });

  test("of a task set it aside, and send it on its way", async () => {
    const id = await scheduled({ words: ["a"] });
    const [{ row }] = (await tasksOf(id)) as [Found];
    const args = ["--task", row.task_id, "--yes", "--why", "wait", ...local];
    const paused = await runScript("pause", args);
    expect([paused.code, JSON.parse(paused.stdout)]).toMatchObject([0, { changed: true }]);
    expect(await tasksOf(id)).toMatchObject([{ state: "held" }]);
    await runScript("resume", args);
    expect((await tasksOf(id)).map(({ state }) => state)).not.toContain("held");
  });

  test("and a drain without --yes only show what they are about", async () => {
    const id = await scheduled({ words: ["a"] });
    const { code, stdout } = await runScript("drain", ["--job", id, ...local]);
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { job: id, changed: false }]);
  });
});

describe("labourers", patience, () => {
  test("are registered with settings that hold, listed, and removed", async () => {
    const name = newId();
    const { code, stdout } = await register(name);
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { changed: true }]);
    expect((await labourers()).get(name)?.labourer).toMatchObject({ duration: 100 });
    const removed = await runScript("labourers", ["remove", name, "--yes", ...local]);
    expect([removed.code, (await labourers()).has(name)]).toEqual([0, false]);
  });

  test("whose tasks may still run when their time is over are refused", async () => {
    const { code, stderr } = await register(newId(), { duration: 5 });
    expect([code, stderr]).toEqual([1, expect.stringContaining("at least 60")]);
  });
});

interface Found {
  readonly state: string;
  readonly row: { readonly task_id: string };
}

async function tasksOf(job: string): Promise<Found[]> {
  const { stdout } = await runScript("tasks", ["list", "--job", job, ...local]);
  return JSON.parse(stdout) as Found[];
}

/** A job whose tasks wait, unless they are told to go. */
async function scheduled(job: object): Promise<string> {
  const id = newId();
  const args = ["-", "--labourer", "rehearsal", "--job-id", id, "--yes", ...local];
  const whole = { desired_launch_time: later, ...job };
  const { code, stderr } = await runScript("schedule", args, JSON.stringify(whole));
  expect([code, stderr]).toEqual([0, ""]);
  return id;
}

interface Look {
  readonly labourer: { readonly id: string };
  readonly paused?: object;
}

async function labourers(): Promise<ReadonlyMap<string, Look>> {
  const { stdout } = await runScript("labourers", local);
  const looks = JSON.parse(stdout) as Look[];
  return new Map(looks.map((look) => [look.labourer.id, look]));
}

/** As a function that exists and does nothing for this labourer; it is taken out again. */
async function register(id: string, settings: object = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "switchyard-labourer-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, "settings.json");
  const arn = stack().outputs.rehearsal;
  await writeFile(file, JSON.stringify({ arn, duration: 100, ...settings }));
  onTestFinished(
    async () => void (await runScript("labourers", ["remove", id, "--yes", ...local])),
  );
  return runScript("labourers", ["register", id, file, "--yes", ...local]);
}
