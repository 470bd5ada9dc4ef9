import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import { orchestrationWorld } from "../../../tests/unit/orchestration/world.ts";
import { writeChange } from "./write.ts";

const settings = { arn: "arn:aws:lambda:us-east-1:000000000000:function:counter" };
const place = { table: "config", env: "production" };
const key = { env: "production", config_name: "sosw_essential_config" };
type Db = Awaited<ReturnType<typeof orchestrationWorld>>["db"];

async function labourersIn(db: Db) {
  const { Item } = await db.send(new GetCommand({ TableName: "config", Key: key }));
  const { task_config: tasks } = JSON.parse(String(Item?.["config_value"])) as {
    task_config: { labourers: Record<string, unknown> };
  };
  return Object.keys(tasks.labourers);
}

test("labourers registered at once are all there", async () => {
  const { db } = await orchestrationWorld();
  const ids = ["a", "b", "c", "d", "e"];
  const changes = ids.map((id) => writeChange({ action: "register", id, settings }, { db }, place));
  expect(await Promise.all(changes)).toEqual(ids.map(() => true));
  expect((await labourersIn(db)).toSorted()).toEqual(ids);
});

test("a labourer that is there as given is not written again; a removed one is gone", async () => {
  const { db } = await orchestrationWorld();
  const change = { action: "register", id: "a", settings } as const;
  expect(await writeChange(change, { db }, place)).toBe(true);
  expect(await writeChange(change, { db }, place)).toBe(false);
  expect(await writeChange({ action: "remove", id: "a" }, { db }, place)).toBe(true);
  expect(await labourersIn(db)).toEqual([]);
  expect(await writeChange({ action: "remove", id: "a" }, { db }, place)).toBe(false);
});

test("a write whose answer was lost, and that its repetition found done, counts as made", async () => {
  const { db } = await orchestrationWorld();
  let lost = false;
  const flaky = {
    send: async (command: PutCommand) => {
      const answer = await db.send(command);
      if (!(command instanceof PutCommand) || lost) return answer;
      lost = true;
      // What the client's own second try is told.
      return db.send(command);
    },
  } as unknown as Db;
  const change = { action: "register", id: "a", settings } as const;
  expect(await writeChange(change, { db: flaky }, place)).toBe(true);
  expect(await labourersIn(db)).toEqual(["a"]);
});

test("a row's other attributes stay", async () => {
  const { db } = await orchestrationWorld();
  const Item = { ...key, config_value: "{}", note: "ours" };
  await db.send(new PutCommand({ TableName: "config", Item }));
  await writeChange({ action: "register", id: "a", settings }, { db }, place);
  const { Item: after } = await db.send(new GetCommand({ TableName: "config", Key: key }));
  expect(after?.["note"]).toBe("ours");
});
