import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import {
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
  ScanCommand,
  type DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import { clientOf } from "../client.ts";
import { seededRandom } from "../random.ts";
import { dynamodbModel } from "./dynamodb.ts";

test("try", async () => {
  let now = 1000;
  const c = clientOf<DynamoDBDocumentClient>(
    dynamodbModel(
      { now: () => now, random: seededRandom(1) },
      { lags: { index: 100, replica: 0 } },
    ),
  );
  await c.send(
    new CreateTableCommand({
      TableName: "tab",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "a", KeyType: "HASH" },
        { AttributeName: "b", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "a", AttributeType: "S" },
        { AttributeName: "b", AttributeType: "N" },
        { AttributeName: "o", AttributeType: "S" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "g",
          KeySchema: [
            { AttributeName: "o", KeyType: "HASH" },
            { AttributeName: "b", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    }),
  );
  for (let b = 0; b < 20; b++)
    await c.send(
      new PutCommand({
        TableName: "tab",
        Item: { a: "x", b, o: "me", n: { deep: [1, 2] }, u: undefined },
      }),
    );
  console.log(await c.send(new GetCommand({ TableName: "tab", Key: { a: "x", b: 3 } })));
  console.log(
    await c.send(
      new QueryCommand({
        TableName: "tab",
        KeyConditionExpression: "a = :a AND b BETWEEN :l AND :h",
        ExpressionAttributeValues: { ":a": "x", ":l": 3, ":h": 7 },
        Limit: 2,
      }),
    ),
  );
  console.log(
    (
      await c.send(
        new QueryCommand({
          TableName: "tab",
          IndexName: "g",
          KeyConditionExpression: "o = :a AND b > :l",
          ExpressionAttributeValues: { ":a": "me", ":l": 3 },
          Limit: 2,
        }),
      )
    ).Items,
  );
  now += 200;
  console.log(
    await c.send(
      new QueryCommand({
        TableName: "tab",
        IndexName: "g",
        KeyConditionExpression: "o = :a AND b > :l",
        ExpressionAttributeValues: { ":a": "me", ":l": 3 },
        Limit: 2,
        ScanIndexForward: false,
      }),
    ),
  );
  console.log(
    await c.send(
      new UpdateCommand({
        TableName: "tab",
        Key: { a: "x", b: 3 },
        UpdateExpression: "SET n.deep[5] = :x, cnt = if_not_exists(cnt, :z) + :x REMOVE o",
        ConditionExpression: "attribute_exists(n) AND (n.deep[0] = :x OR size(n) > :x)",
        ExpressionAttributeValues: { ":x": 1, ":z": 0.1 },
        ReturnValues: "ALL_NEW",
        ReturnConsumedCapacity: "INDEXES",
      }),
    ),
  );
  await c
    .send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Update: {
              TableName: "tab",
              Key: { a: "y", b: 1 },
              UpdateExpression: "SET q = :q",
              ExpressionAttributeValues: { ":q": 1 },
            },
          },
          {
            Put: {
              TableName: "tab",
              Item: { a: "x", b: 3 },
              ConditionExpression: "attribute_not_exists(a)",
              ReturnValuesOnConditionCheckFailure: "ALL_OLD",
            },
          },
        ],
      }),
    )
    .catch((e) => console.log(e, e.CancellationReasons[1].Item));
  console.log((await c.send(new ScanCommand({ TableName: "tab", Limit: 3 }))).LastEvaluatedKey);
  expect(1).toBe(1);
});
