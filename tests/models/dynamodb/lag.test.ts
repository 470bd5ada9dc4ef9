import {
  BatchGetCommand,
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";
import { GetItemCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { createSubjectTable } from "../../contract/dynamodb/subject.ts";
import { clientOf } from "../client.ts";
import { seededRandom } from "../random.ts";
import { dynamodbModel } from "./dynamodb.ts";

const TableName = "Things";

async function lagging(options: Parameters<typeof dynamodbModel>[1]) {
  const clock = { now: 1_000 };
  const context = { now: () => clock.now, random: seededRandom(4) };
  const model = dynamodbModel(context, options);
  const db = clientOf<DynamoDBDocumentClient>(model);
  await createSubjectTable(db, TableName);
  return { db, clock, model };
}

describe("a table that lags", () => {
  test("shows a write to consistent reads at once, to others and to indexes later", async () => {
    const { db, clock } = await lagging({ lags: { index: 1_000, replica: 1_000 } });
    const Item = { pk: "a", sk: 1, owner_id: "me", at_time: 1 };
    await db.send(new PutCommand({ TableName, Item }));
    const get = (ConsistentRead: boolean) =>
      db.send(new GetCommand({ TableName, Key: { pk: "a", sk: 1 }, ConsistentRead }));
    const query = () =>
      db.send(
        new QueryCommand({
          TableName,
          IndexName: "by_owner",
          KeyConditionExpression: "owner_id = :me",
          ExpressionAttributeValues: { ":me": "me" },
        }),
      );
    expect((await get(true)).Item).toEqual(Item);
    expect((await get(false)).Item).toBeUndefined();
    expect((await query()).Items).toEqual([]);
    clock.now += 1_000;
    expect((await get(false)).Item).toEqual(Item);
    expect((await query()).Items).toEqual([Item]);
  });
  test("leaves some of a batch unprocessed, as under throttling", async () => {
    const { db } = await lagging({ unprocessed: 0.5 });
    const requests = Array.from({ length: 20 }, (_, sk) => ({
      PutRequest: { Item: { pk: "a", sk } },
    }));
    const { UnprocessedItems } = await db.send(
      new BatchWriteCommand({ RequestItems: { [TableName]: requests } }),
    );
    const left = UnprocessedItems?.[TableName]?.length ?? 0;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(20);
    const Keys = requests.map(({ PutRequest }) => PutRequest.Item);
    const answer = await db.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }));
    expect(answer.UnprocessedKeys?.[TableName]?.Keys?.length).toBeGreaterThan(0);
  });
});

describe("a transaction's token", () => {
  test("makes a request that is sent again one, for ten minutes", async () => {
    const { db, clock } = await lagging({});
    const read = async () =>
      (await db.send(new GetCommand({ TableName, Key: { pk: "a", sk: 1 } }))).Item?.["n"];
    await db.send(add("token"));
    await db.send(add("token"));
    expect(await read()).toBe(1);
    clock.now += 601_000;
    await db.send(add("token"));
    expect(await read()).toBe(2);
  });
  test("is drawn once for all the SDK's attempts at a command", async () => {
    const { db, model } = await lagging({});
    const { input } = add("");
    const request = await model.prepare(
      new TransactWriteCommand({ TransactItems: input.TransactItems }),
    );
    await request.apply();
    await request.apply();
    const { Item } = await db.send(new GetCommand({ TableName, Key: { pk: "a", sk: 1 } }));
    expect(Item?.["n"]).toBe(1);
  });
});

describe("the model's borders", () => {
  test("plain commands speak of values as they travel", async () => {
    const { db } = await lagging({});
    await db.send(new PutCommand({ TableName, Item: { pk: "a", sk: 1 } }));
    const Key = { pk: { S: "a" }, sk: { N: "1" } };
    const get = new GetItemCommand({ TableName, Key });
    expect((await db.send(get)).Item).toEqual(Key);
  });
  test("what is stored is out of reach of whoever gave or got it", async () => {
    const { db } = await lagging({});
    const Item = { pk: "a", sk: 1, list: [1] };
    await db.send(new PutCommand({ TableName, Item }));
    Item.list.push(2);
    const get = new GetCommand({ TableName, Key: { pk: "a", sk: 1 } });
    const got = (await db.send(get)).Item;
    if (Array.isArray(got?.["list"])) got["list"].push(3);
    expect((await db.send(get)).Item?.["list"]).toEqual([1]);
  });
  test("an operation that isn't modelled says so", async () => {
    const { db } = await lagging({});
    await expect(db.send(new ListTablesCommand({}))).rejects.toThrow(/doesn't have ListTables/);
  });
  test("an expression of over 4 KB is refused", async () => {
    const { db } = await lagging({});
    const update = new UpdateCommand({
      TableName,
      Key: { pk: "a", sk: 1 },
      UpdateExpression: `REMOVE ${Array.from({ length: 1_000 }, (_, index) => `a${index}`).join(", ")}`,
    });
    await expect(db.send(update)).rejects.toThrow(/maximum allowed size/);
  });
});

const add = (ClientRequestToken: string) =>
  new TransactWriteCommand({
    ClientRequestToken,
    TransactItems: [
      {
        Update: {
          TableName,
          Key: { pk: "a", sk: 1 },
          UpdateExpression: "ADD n :one",
          ExpressionAttributeValues: { ":one": 1 },
        },
      },
    ],
  });
