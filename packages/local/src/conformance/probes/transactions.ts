import {
  GetItemCommand,
  PutItemCommand,
  type TransactionCanceledException,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { mustAllow, mustBe, mustRefuse } from "../expect.ts";
import { makeTable } from "../make/table.ts";
import { differs, fails, probes } from "../probe.ts";
import { type World } from "../world.ts";

export const transactionProbes = probes("Transactions", {
  "transactions.atomic": ["All of it or nothing", atomic],
  "transactions.reasons": ["A refused one tells why, item by item", reasons],
  "transactions.old": ["… with the old items (ALL_OLD)", oldItems],
  "transactions.limit": ["100 items are taken, 101 refused", limit],
  "transactions.same-item": ["The same item twice is refused", sameItem],
  "transactions.token": ["The same token twice is done once", token],
  "transactions.race": ["Of ten at once on one item, each is whole", race],
  "transactions.read": ["Items are read together, missing ones too", read],
});

const cancelled = "TransactionCanceledException";
const key = (name: string) => ({ pk: { S: name } });

const put = (TableName: string, name: string, more: object = {}): TransactWriteItem => ({
  Put: { TableName, Item: key(name), ...more },
});

const onlyNew = { ConditionExpression: "attribute_not_exists(pk)" };

function write(
  { dynamodb }: World,
  TransactItems: TransactWriteItem[],
  ClientRequestToken?: string,
) {
  return dynamodb.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));
}

async function itemOf({ dynamodb }: World, TableName: string, name: string) {
  const get = new GetItemCommand({ TableName, Key: key(name), ConsistentRead: true });
  return (await dynamodb.send(get)).Item;
}

async function atomic(world: World) {
  const table = await makeTable(world);
  await mustAllow(write(world, [put(table, "a"), put(table, "b")]), "two new items");
  const half = write(world, [put(table, "c"), put(table, "a", onlyNew)]);
  await mustRefuse(half, "one whose condition fails", cancelled);
  mustBe(await itemOf(world, table, "c"), undefined, "the other item");
}

async function reasonsOf(request: Promise<unknown>) {
  return request.then(
    () => fails("accepted"),
    (error: Partial<TransactionCanceledException>) => {
      mustBe(error.name, cancelled, "the error");
      return error.CancellationReasons ?? differs("it has no reasons");
    },
  );
}

async function reasons(world: World) {
  const table = await makeTable(world);
  await write(world, [put(table, "b")]);
  const refused = write(world, [put(table, "a"), put(table, "b", onlyNew), put(table, "c")]);
  const codes = (await reasonsOf(refused)).map(({ Code }) => Code);
  mustBe(codes, ["None", "ConditionalCheckFailed", "None"], "the reasons");
}

async function oldItems(world: World) {
  const table = await makeTable(world);
  const Item = { ...key("b"), state: { S: "held" } };
  await world.dynamodb.send(new PutItemCommand({ TableName: table, Item }));
  const more = { ...onlyNew, ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
  const check: TransactWriteItem = {
    ConditionCheck: {
      TableName: table,
      Key: key("missing"),
      ConditionExpression: "attribute_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  };
  const refused = write(world, [put(table, "b", more), check]);
  const items = (await reasonsOf(refused)).map((reason) => reason.Item);
  mustBe(items, [Item, undefined], "the old items");
}

async function limit(world: World) {
  const table = await makeTable(world);
  const many = (count: number) => Array.from({ length: count }, (_, i) => put(table, String(i)));
  await mustAllow(write(world, many(100)), "100 items");
  await mustRefuse(write(world, many(101)), "101 items", "ValidationException");
}

async function sameItem(world: World) {
  const table = await makeTable(world);
  const twice = write(world, [put(table, "a"), put(table, "a")]);
  await mustRefuse(twice, "the same item twice", "ValidationException");
}

async function token(world: World) {
  const table = await makeTable(world);
  const add = (n: string): TransactWriteItem[] => [
    {
      Update: {
        TableName: table,
        Key: key("a"),
        UpdateExpression: "ADD n :n",
        ExpressionAttributeValues: { ":n": { N: n } },
      },
    },
  ];
  const once = world.name("token");
  await write(world, add("1"), once);
  await mustAllow(write(world, add("1"), once), "the same again");
  mustBe((await itemOf(world, table, "a"))?.["n"], { N: "1" }, "how often it was done");
  const other = write(world, add("2"), once);
  await mustRefuse(other, "another with that token", "IdempotentParameterMismatchException");
}

async function race(world: World) {
  const table = await makeTable(world);
  const both = (i: number) => [put(table, "a", onlyNew), put(table, `mine-${i}`)];
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) => write(world, both(i))),
  );
  const winners = outcomes.flatMap(({ status }, i) => (status === "fulfilled" ? [i] : []));
  if (winners.length !== 1) fails(`${winners.length} of 10 won`);
  for (let i = 0; i < 10; i++) {
    const present = (await itemOf(world, table, `mine-${i}`)) !== undefined;
    if (present !== winners.includes(i)) fails("one was done by half");
  }
}

async function read(world: World) {
  const table = await makeTable(world);
  await write(world, [put(table, "a")]);
  const TransactItems = ["a", "missing"].map((name) => ({
    Get: { TableName: table, Key: key(name) },
  }));
  const { Responses } = await world.dynamodb.send(new TransactGetItemsCommand({ TransactItems }));
  mustBe(
    Responses?.map(({ Item }) => Item),
    [key("a"), undefined],
    "what is read",
  );
}
