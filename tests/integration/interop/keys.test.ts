import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeIdleFunction } from "../idle-function.ts";
import { invoke } from "../orchestration-app.ts";
import { clients, stack } from "../stack.ts";
import { ours } from "./ours.ts";
import { besideSosw } from "./sosw.ts";
import { closedRow, soswConfig, tables } from "./tables.ts";

const id = `keys_${crypto.randomUUID().slice(0, 8)}`;
const labourers = { [id]: { arn: id, max_simultaneous_invocations: 5 } };
const mine = ours(labourers);
const config = soswConfig(labourers);
const { documents, lambda } = clients();

await besideSosw("singleton keys", (sosw) => {
  beforeAll(() => makeIdleFunction(id));
  afterAll(() => lambda.send(new DeleteFunctionCommand({ FunctionName: id })));
  const create = (key: string) => mine.create(id, {}, { singleton_key: key });
  const orchestrate = (ahead = 0) => sosw({ call: "orchestrate", config, ahead });
  const scavenge = (ahead = 0) => sosw({ call: "scavenge", config, ahead });

  test("are taken while Python has the task run or wait, and free once it has closed it", async () => {
    const first = await create("7");
    expect(await create("7")).toBe("");
    await orchestrate();
    expect(await create("7")).toBe("");
    await scavenge(1_300);
    // It waits for its retry.
    expect(await create("7")).toBe("");
    await scavenge(3_600);
    await mine.assist({ action: "mark_task_as_completed", task_id: first });
    await scavenge();
    expect(await closedRow(first)).toMatchObject({ labourer_id_task_status: `${id}_1` });
    const next = await create("7");
    expect(next).not.toBe("");
    expect(await create("7")).toBe("");
  });
});

test(`the deployed scheduler may free a key that was left behind, on ${stack().kind}`, async () => {
  const singleton_key = crypto.randomUUID();
  const request = { lambda_name: "rehearsal", singleton_key, job: {} };
  const later = { ...request, desired_launch_time: Date.now() / 1_000 + 3_600 };
  const { task_ids: [task_id] = [] } = (await invoke("scheduler", later)) as {
    task_ids?: string[];
  };
  expect(await invoke("scheduler", request)).toMatchObject({ created: 0, duplicates: 1 });
  // Another program takes the task away.
  const Key = { labourer_id: "rehearsal", task_id };
  await documents.send(new DeleteCommand({ TableName: tables.retry, Key }));
  expect(await invoke("scheduler", request)).toMatchObject({ created: 1, duplicates: 0 });
});
