import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { mustAllow, mustBe, mustRefuse } from "../expect.ts";
import { makeTable } from "../make/table.ts";
import { fails, probes } from "../probe.ts";
import { type World } from "../world.ts";

export const itemProbes = probes("Items of tables", {
  "dynamodb.condition": ["A write whose condition fails changes nothing", condition],
  "dynamodb.condition-old": ["A failed condition returns the old item (ALL_OLD)", conditionOld],
  "dynamodb.condition-old-none": ["… and none where there was none", conditionOldNone],
  "dynamodb.update": ["Update expressions set, add, remove and append", update],
  "dynamodb.returned": ["An update returns what is asked for", returned],
  "dynamodb.item-limit": ["An item over 400 KB is refused", itemLimit],
  "dynamodb.numbers": ["Numbers keep 38 digits", numbers],
  "dynamodb.empty-key": ["An empty key is refused, an empty text is not", emptyKey],
  "dynamodb.reserved": ["A reserved word as a name is refused", reserved],
  "dynamodb.batch-limits": ["Batches over 25 writes or 100 reads are refused", batchLimits],
  "dynamodb.page": ["A query's page ends at 1 MB", page],
  "dynamodb.capacity": ["The capacity used is told as AWS counts it", capacity],
});

const refusedCondition = "ConditionalCheckFailedException";

async function condition(world: World) {
  const TableName = await makeTable(world);
  const put = (n: string) =>
    world.dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: { pk: { S: "a" }, n: { N: n } },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
  await mustAllow(put("1"), "the first");
  await mustRefuse(put("2"), "the second", refusedCondition);
  const { Item } = await world.dynamodb.send(
    new GetItemCommand({ TableName, Key: { pk: { S: "a" } }, ConsistentRead: true }),
  );
  mustBe(Item?.["n"], { N: "1" }, "what is stored");
}

async function oldItemOf(request: Promise<unknown>) {
  return request.then(
    () => fails("the condition: accepted"),
    (error: { name?: string; Item?: unknown }) => {
      mustBe(error.name, refusedCondition, "the error");
      return error.Item;
    },
  );
}

async function conditionOld(world: World) {
  const TableName = await makeTable(world);
  const Item = { pk: { S: "a" }, state: { S: "done" }, list: { L: [{ N: "1" }] } };
  await world.dynamodb.send(new PutItemCommand({ TableName, Item }));
  const common = {
    TableName,
    Key: { pk: { S: "a" } },
    ConditionExpression: "attribute_not_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  } as const;
  const values = { ":x": { S: "x" } };
  const change = { UpdateExpression: "SET note = :x", ExpressionAttributeValues: values };
  const changing = world.dynamodb.send(new UpdateItemCommand({ ...common, ...change }));
  mustBe(await oldItemOf(changing), Item, "an update's");
  const { Key: _, ...rest } = common;
  const put = world.dynamodb.send(new PutItemCommand({ ...rest, Item }));
  mustBe(await oldItemOf(put), Item, "a put's");
  const remove = world.dynamodb.send(new DeleteItemCommand(common));
  mustBe(await oldItemOf(remove), Item, "a delete's");
}

async function conditionOldNone(world: World) {
  const TableName = await makeTable(world);
  const remove = new DeleteItemCommand({
    TableName,
    Key: { pk: { S: "a" } },
    ConditionExpression: "attribute_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
  mustBe(await oldItemOf(world.dynamodb.send(remove)), undefined, "the old item");
}

function updater(world: World, TableName: string) {
  return (UpdateExpression: string, more: Partial<UpdateItemCommandInput> = {}) =>
    world.dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk: { S: "a" } },
        UpdateExpression,
        ReturnValues: "ALL_NEW",
        ...more,
      }),
    );
}

async function update(world: World) {
  const change = updater(world, await makeTable(world));
  await change("SET #l = :l, m = :m, gone = :one ADD n :one, s :s", {
    ExpressionAttributeNames: { "#l": "list" },
    ExpressionAttributeValues: {
      ":l": { L: [{ S: "a" }] },
      ":m": { M: { x: { N: "1" } } },
      ":one": { N: "1" },
      ":s": { SS: ["a"] },
    },
  });
  const expression =
    "SET #l = list_append(if_not_exists(#l, :none), :l), m.x = m.x + :one, fresh = if_not_exists(fresh, :one) " +
    "REMOVE gone ADD n :one DELETE s :s";
  const { Attributes } = await change(expression, {
    ExpressionAttributeNames: { "#l": "list" },
    ExpressionAttributeValues: {
      ":l": { L: [{ S: "b" }] },
      ":none": { L: [] },
      ":one": { N: "1" },
      ":s": { SS: ["a"] },
    },
  });
  const expected = {
    pk: { S: "a" },
    list: { L: [{ S: "a" }, { S: "b" }] },
    m: { M: { x: { N: "2" } } },
    n: { N: "2" },
    fresh: { N: "1" },
  };
  mustBe(Attributes, expected, "the item");
}

async function returned(world: World) {
  const change = updater(world, await makeTable(world));
  const one = { ExpressionAttributeValues: { ":n": { N: "1" } } };
  await change("SET n = :n, note = :n", one);
  const two = { ExpressionAttributeValues: { ":n": { N: "2" } } };
  const fresh = await change("SET n = :n", { ...two, ReturnValues: "UPDATED_NEW" });
  mustBe(fresh.Attributes, { n: { N: "2" } }, "UPDATED_NEW");
  const old = await change("SET n = :n", { ...one, ReturnValues: "UPDATED_OLD" });
  mustBe(old.Attributes, { n: { N: "2" } }, "UPDATED_OLD");
}

async function itemLimit(world: World) {
  const TableName = await makeTable(world);
  const put = (bytes: number) =>
    world.dynamodb.send(
      new PutItemCommand({ TableName, Item: { pk: { S: "a" }, b: { S: "x".repeat(bytes) } } }),
    );
  // Names count too: "pk", "a" and "b" are four bytes.
  await mustAllow(put(400 * 1024 - 4), "400 KB");
  await mustRefuse(put(400 * 1024 - 3), "a byte more", "ValidationException");
}

async function numbers(world: World) {
  const TableName = await makeTable(world);
  const N = "12345678901234567890123456789012345678";
  const put = (n: string) =>
    world.dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: "a" }, n: { N: n } } }));
  await put(N);
  const get = new GetItemCommand({ TableName, Key: { pk: { S: "a" } } });
  mustBe((await world.dynamodb.send(get)).Item?.["n"], { N }, "38 digits");
  await mustRefuse(put(`${N}9`), "39 digits", "ValidationException");
}

async function emptyKey(world: World) {
  const TableName = await makeTable(world);
  const put = (pk: string) =>
    world.dynamodb.send(
      new PutItemCommand({ TableName, Item: { pk: { S: pk }, text: { S: "" } } }),
    );
  await mustAllow(put("a"), "an empty text");
  await mustRefuse(put(""), "an empty key", "ValidationException");
}

async function reserved(world: World) {
  const change = updater(world, await makeTable(world));
  const values = { ExpressionAttributeValues: { ":x": { S: "x" } } };
  await mustRefuse(
    change("SET #status = :x", values),
    "a name that isn't defined",
    "ValidationException",
  );
  await mustRefuse(change("SET status = :x", values), "SET status", "ValidationException");
}

const keys = (count: number) => Array.from({ length: count }, (_, i) => ({ pk: { S: `${i}` } }));

async function batchLimits(world: World) {
  const TableName = await makeTable(world);
  const write = (count: number) => {
    const RequestItems = { [TableName]: keys(count).map((Item) => ({ PutRequest: { Item } })) };
    return world.dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
  };
  const read = (count: number) => {
    const RequestItems = { [TableName]: { Keys: keys(count) } };
    return world.dynamodb.send(new BatchGetItemCommand({ RequestItems }));
  };
  await mustAllow(write(25), "25 writes");
  await mustRefuse(write(26), "26 writes", "ValidationException");
  await mustAllow(read(100), "100 reads");
  await mustRefuse(read(101), "101 reads", "ValidationException");
}

async function page(world: World) {
  const TableName = await makeTable(world, { sortKey: true });
  const sorts = ["1", "2", "3", "4", "5", "6"];
  for (const sk of sorts) {
    const Item = { pk: { S: "a" }, sk: { S: sk }, b: { S: "x".repeat(300_000) } };
    await world.dynamodb.send(new PutItemCommand({ TableName, Item }));
  }
  const query = {
    TableName,
    KeyConditionExpression: "pk = :a",
    ExpressionAttributeValues: { ":a": { S: "a" } },
  };
  const first = await world.dynamodb.send(new QueryCommand(query));
  const { LastEvaluatedKey: ExclusiveStartKey, Items = [] } = first;
  if (ExclusiveStartKey === undefined) fails("1.8 MB in one page");
  const second = await world.dynamodb.send(new QueryCommand({ ...query, ExclusiveStartKey }));
  const seen = [...Items, ...(second.Items ?? [])].map(({ sk }) => sk?.S);
  mustBe(seen, sorts, "over two pages");
}

async function capacity(world: World) {
  const TableName = await makeTable(world);
  const ReturnConsumedCapacity = "TOTAL";
  const Item = { pk: { S: "a" }, b: { S: "x".repeat(1_500) } };
  const put = new PutItemCommand({ TableName, Item, ReturnConsumedCapacity });
  const written = (await world.dynamodb.send(put)).ConsumedCapacity?.CapacityUnits;
  const Key = { pk: { S: "a" } };
  const get = new GetItemCommand({ TableName, Key, ReturnConsumedCapacity });
  const read = (await world.dynamodb.send(get)).ConsumedCapacity?.CapacityUnits;
  const consistent = { TableName, Key, ReturnConsumedCapacity, ConsistentRead: true } as const;
  const sure = (await world.dynamodb.send(new GetItemCommand(consistent))).ConsumedCapacity;
  mustBe([written, read, sure?.CapacityUnits], [2, 0.5, 1], "1.5 KB written, read, read for sure");
}
