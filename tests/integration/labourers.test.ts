import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runScript } from "./command.ts";
import { closedRows } from "./orchestration-app.ts";
import { callApi, stack } from "./stack.ts";

const patience = { timeout: 200_000 };
const local = ["--local", "--json"];

describe("a labourer that a command registers", patience, () => {
  test("is orchestrated as it says, and shown by the API and the command", async () => {
    const id = `registered-${crypto.randomUUID()}`;
    await register(id, { max_simultaneous_invocations: 2, max_attempts: 1 });

    const jobs = [{ result: { words: 7 } }, { fail: "not this one" }];
    const ids = await Promise.all(jobs.map((job) => scheduled(id, job)));
    const rows = await closedRows(ids.flat());
    expect(rows).toMatchObject([
      { labourer_id_task_status: `${id}_1`, result_words: 7, attempts: 1 },
      { labourer_id_task_status: `${id}_0`, attempts: 1 },
    ]);

    await expect
      .poll(() => labourerOfApi(id), { timeout: 20_000, interval: 1_000 })
      .toMatchObject({ limit: 2, maxAttempts: 1, completed: { count: 1 }, dead: { count: 1 } });
    expect(await labourerOfCommand(id)).toMatchObject({
      labourer: { max_simultaneous_invocations: 2 },
      completed: { count: 1 },
    });
    const task = await callApi(`/tasks/${ids[0]?.[0]}/why`);
    expect(await task.json()).toMatchObject({ reason: "closed" });
    const paused = await callApi(`/labourers/${id}/pause`, { body: { reason: "a look" } });
    expect(await paused.json()).toMatchObject({ changed: true });
  });

  test("is gone everywhere once it is removed", async () => {
    const id = `registered-${crypto.randomUUID()}`;
    await register(id);
    await expect.poll(() => labourerOfApi(id), { timeout: 20_000 }).toBeDefined();
    await runScript("labourers", ["remove", id, "--yes", ...local]);
    await expect.poll(() => labourerOfApi(id), { timeout: 20_000 }).toBeUndefined();
    const answer = await callApi(`/tasks?labourer=${id}`);
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { code: "orchestration.unknown_labourer" },
    ]);
  });
});

test.each([
  [{ arn: "no_such_function" }, 1, "There is no function no_such_function"],
  [{ max_simultaneous_invocation: 3 }, 2, "did you mean max_simultaneous_invocations?"],
  [{ health_metrics: { cpu: metric({ 4: 50, 3: 10 }) } }, 1, "health_metrics.cpu.feelings"],
])("a labourer is refused with %j", patience, async (settings, exitCode, reason) => {
  const { code, stderr } = await registering(`refused-${crypto.randomUUID()}`, settings);
  expect([code, stderr]).toEqual([exitCode, expect.stringContaining(reason)]);
  expect(stderr).not.toContain("    at ");
});

function metric(feelings: object) {
  const details = { Name: "CPU", Namespace: "Databases" };
  return { details, feelings, feeling_comparison_operator: "<=" };
}

/** With the sample worker `rehearsal`, which does what a payload says. */
async function register(id: string, settings: object = {}) {
  const { code, stderr } = await registering(id, settings);
  expect([code, stderr]).toEqual([0, ""]);
}

async function registering(id: string, settings: object) {
  const folder = await mkdtemp(path.join(tmpdir(), "switchyard-labourer-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, "settings.json");
  await writeFile(file, JSON.stringify({ arn: stack().outputs.rehearsal, ...settings }));
  onTestFinished(
    async () => void (await runScript("labourers", ["remove", id, "--yes", ...local])),
  );
  return runScript("labourers", ["register", id, file, "--yes", ...local]);
}

/** Ids of the job's tasks. */
async function scheduled(labourer: string, job: object): Promise<string[]> {
  const args = ["-", "--labourer", labourer, "--yes", ...local];
  const { code, stdout, stderr } = await runScript("schedule", args, JSON.stringify(job));
  expect([code, stderr]).toEqual([0, ""]);
  return (JSON.parse(stdout) as { task_ids: string[] }).task_ids;
}

async function labourerOfApi(id: string): Promise<object | undefined> {
  const { labourers } = (await (await callApi("/labourers")).json()) as {
    labourers: { id: string }[];
  };
  return labourers.find((one) => one.id === id);
}

async function labourerOfCommand(id: string): Promise<object | undefined> {
  const { stdout } = await runScript("labourers", local);
  const looks = JSON.parse(stdout) as { labourer: { id: string } }[];
  return looks.find(({ labourer }) => labourer.id === id);
}
