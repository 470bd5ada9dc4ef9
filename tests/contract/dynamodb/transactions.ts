import {
  BatchGetCommand,
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { expect } from "vitest";
import { type Contract } from "../contract.ts";
import { refusal, refused } from "../expectations.ts";
import { read, type DynamoDBSubject } from "./subject.ts";

type Actions = NonNullable<TransactWriteCommandInput["TransactItems"]>;

/** Several items at once: all or nothing, or each by itself. */
export const transactions: Contract<DynamoDBSubject> = {
  "a transaction puts, updates, deletes and checks at once": async (subject) => {
    const { db, table: TableName, pk } = subject;
    await db.send(new PutCommand({ TableName, Item: { pk, sk: 2, n: 1 } }));
    await db.send(new PutCommand({ TableName, Item: { pk, sk: 3 } }));
    await transact(subject, [
      { Put: { TableName, Item: { pk, sk: 1 } } },
      { Update: { ...add, TableName, Key: { pk, sk: 2 } } },
      { Delete: { TableName, Key: { pk, sk: 3 } } },
      {
        ConditionCheck: {
          TableName,
          Key: { pk, sk: 4 },
          ConditionExpression: "attribute_not_exists(pk)",
        },
      },
    ]);
    expect([await read(subject, 1), await read(subject, 2), await read(subject, 3)]).toEqual([
      { pk, sk: 1 },
      { pk, sk: 2, n: 2 },
      undefined,
    ]);
    expect(await read(subject, 4)).toBeUndefined();
  },
  "one failed condition cancels all, with a reason for each and the old item where asked": async (
    subject,
  ) => {
    const { db, table: TableName, pk } = subject;
    await db.send(new PutCommand({ TableName, Item: { pk, sk: 2, n: 1 } }));
    const ConditionExpression = "attribute_not_exists(pk)";
    const error = await refusal(
      transact(subject, [
        { Put: { TableName, Item: { pk, sk: 1 } } },
        {
          Put: {
            TableName,
            Item: { pk, sk: 2 },
            ConditionExpression,
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        },
      ]),
    );
    expect(error).toMatchObject({
      name: "TransactionCanceledException",
      message: expect.stringContaining("[None, ConditionalCheckFailed]"),
      CancellationReasons: [
        { Code: "None" },
        { Code: "ConditionalCheckFailed", Item: { sk: { N: "2" }, n: { N: "1" } } },
      ],
    });
    expect(await read(subject, 1)).toBeUndefined();
  },
  "a cancelled transaction says nothing of items it wasn't asked for": async (subject) => {
    const { db, table: TableName, pk } = subject;
    await db.send(new PutCommand({ TableName, Item: { pk, sk: 1 } }));
    const error = await refusal(
      transact(subject, [
        {
          Put: { TableName, Item: { pk, sk: 1 }, ConditionExpression: "attribute_not_exists(pk)" },
        },
      ]),
    );
    expect(error).toMatchObject({ CancellationReasons: [{ Code: "ConditionalCheckFailed" }] });
    const [reason] =
      "CancellationReasons" in error && Array.isArray(error.CancellationReasons)
        ? error.CancellationReasons
        : [];
    expect(reason?.Item).toBeUndefined();
  },
  "the same token with the same request is done once": async (subject) => {
    const { table: TableName, pk } = subject;
    const ClientRequestToken = `once-${pk}`.slice(0, 36);
    const actions: Actions = [{ Update: { ...add, TableName, Key: { pk, sk: 1 } } }];
    await transact(subject, actions, ClientRequestToken);
    await transact(subject, actions, ClientRequestToken);
    expect(await read(subject, 1)).toMatchObject({ n: 1 });
    const others: Actions = [{ Update: { ...add, TableName, Key: { pk, sk: 2 } } }];
    await refused(
      transact(subject, others, ClientRequestToken),
      "IdempotentParameterMismatchException",
    );
  },
  "an item twice in a transaction is refused": async (subject) => {
    const { table: TableName, pk } = subject;
    const Put = { TableName, Item: { pk, sk: 1 } };
    await refused(
      transact(subject, [{ Put }, { Put }]),
      "ValidationException",
      /multiple operations/,
    );
  },
  "100 actions are the most": async (subject) => {
    const { table: TableName, pk } = subject;
    const puts = (count: number): Actions =>
      Array.from({ length: count }, (_, sk) => ({ Put: { TableName, Item: { pk, sk } } }));
    await transact(subject, puts(100));
    await refused(transact(subject, puts(101)), "ValidationException");
  },
  "4 MB are the most": async (subject) => {
    const { table: TableName, pk } = subject;
    const text = "x".repeat(390_000);
    const puts = (count: number): Actions =>
      Array.from({ length: count }, (_, sk) => ({ Put: { TableName, Item: { pk, sk, text } } }));
    await transact(subject, puts(10));
    await refused(transact(subject, puts(11)), "ValidationException");
  },
  "a transaction reads several items, missing ones empty, in the order asked": async (subject) => {
    const { db, table: TableName, pk } = subject;
    await db.send(new PutCommand({ TableName, Item: { pk, sk: 1 } }));
    const gets = [2, 1].map((sk) => ({ Get: { TableName, Key: { pk, sk } } }));
    const { Responses } = await db.send(new TransactGetCommand({ TransactItems: gets }));
    expect(Responses).toEqual([{}, { Item: { pk, sk: 1 } }]);
  },
  "a batch writes and reads, each item by itself": async (subject) => {
    const { db, table, pk } = subject;
    await db.send(new PutCommand({ TableName: table, Item: { pk, sk: 3 } }));
    const { UnprocessedItems } = await db.send(
      new BatchWriteCommand({
        RequestItems: {
          [table]: [
            { PutRequest: { Item: { pk, sk: 1 } } },
            { PutRequest: { Item: { pk, sk: 2 } } },
            { DeleteRequest: { Key: { pk, sk: 3 } } },
          ],
        },
      }),
    );
    expect(UnprocessedItems).toEqual({});
    const Keys = [1, 2, 3, 4].map((sk) => ({ pk, sk }));
    const answer = await db.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
    );
    const sorted = answer.Responses?.[table]?.toSorted((a, b) => a["sk"] - b["sk"]);
    expect(sorted).toEqual([
      { pk, sk: 1 },
      { pk, sk: 2 },
    ]);
    expect(answer.UnprocessedKeys).toEqual({});
  },
  "a batch of over 25 writes or 100 keys, or with one twice, is refused": async (subject) => {
    const { db, table, pk } = subject;
    const puts = (count: number) =>
      Array.from({ length: count }, (_, sk) => ({ PutRequest: { Item: { pk, sk } } }));
    const write = (requests: ReturnType<typeof puts>) =>
      db.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
    await refused(write(puts(26)), "ValidationException");
    await refused(write([...puts(1), ...puts(1)]), "ValidationException", /duplicates/);
    const get = (sks: readonly number[]) =>
      db.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: sks.map((sk) => ({ pk, sk })) } } }),
      );
    await refused(get(Array.from({ length: 101 }, (_, sk) => sk)), "ValidationException");
    await refused(get([1, 1]), "ValidationException", /duplicates/);
  },
  "capacity is told when asked for": async (subject) => {
    const { db, table: TableName, pk } = subject;
    const ReturnConsumedCapacity = "TOTAL" as const;
    const text = "x".repeat(1500);
    const put = await db.send(
      new PutCommand({ TableName, Item: { pk, sk: 1, text }, ReturnConsumedCapacity }),
    );
    expect(put.ConsumedCapacity).toMatchObject({ TableName, CapacityUnits: 2 });
    const Key = { pk, sk: 1 };
    const get = await db.send(new GetCommand({ TableName, Key, ReturnConsumedCapacity }));
    expect(get.ConsumedCapacity).toMatchObject({ CapacityUnits: 0.5 });
    const consistent = new GetCommand({
      TableName,
      Key,
      ConsistentRead: true,
      ReturnConsumedCapacity,
    });
    expect((await db.send(consistent)).ConsumedCapacity).toMatchObject({ CapacityUnits: 1 });
  },
};

const add = {
  UpdateExpression: "ADD n :one",
  ExpressionAttributeValues: { ":one": 1 },
};

function transact({ db }: DynamoDBSubject, TransactItems: Actions, ClientRequestToken?: string) {
  return db.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }));
}
