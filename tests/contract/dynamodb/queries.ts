import {
  BatchWriteCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  type QueryCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { expect } from "vitest";
import { type Contract } from "../contract.ts";
import { refused } from "../expectations.ts";
import { type DynamoDBSubject } from "./subject.ts";

/** Queries and scans of tables and indexes, page by page. */
export const queries: Contract<DynamoDBSubject> = {
  "a query gives one partition by its sort key, as numbers": async (subject) => {
    await fill(subject, [10, 9, 100, -1, 0.5]);
    expect(await found(subject, {})).toEqual([-1, 0.5, 9, 10, 100]);
    expect(await found(subject, { ScanIndexForward: false })).toEqual([100, 10, 9, 0.5, -1]);
  },
  "key conditions narrow the sort key": async (subject) => {
    await fill(subject, [1, 2, 3, 4, 5]);
    const conditions: [string, object, number[]][] = [
      ["sk = :a", { ":a": 3 }, [3]],
      ["sk < :a", { ":a": 3 }, [1, 2]],
      ["sk <= :a", { ":a": 3 }, [1, 2, 3]],
      ["sk > :a", { ":a": 3 }, [4, 5]],
      ["sk >= :a", { ":a": 3 }, [3, 4, 5]],
      ["sk BETWEEN :a AND :b", { ":a": 2, ":b": 4 }, [2, 3, 4]],
    ];
    for (const [condition, values, expected] of conditions) {
      expect(await found(subject, narrowed(subject, condition, values))).toEqual(expected);
    }
  },
  "pages go on where the last one ended, also at the exact end": async (subject) => {
    await fill(subject, [1, 2, 3, 4]);
    const first = await page(subject, { Limit: 3 });
    expect(first.LastEvaluatedKey).toEqual({ pk: subject.pk, sk: 3 });
    const second = await page(subject, { Limit: 1, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(second.Items).toMatchObject([{ sk: 4 }]);
    expect(second.LastEvaluatedKey).toEqual({ pk: subject.pk, sk: 4 });
    const third = await page(subject, { ExclusiveStartKey: second.LastEvaluatedKey });
    expect(third).toMatchObject({ Items: [], Count: 0 });
    expect(third.LastEvaluatedKey).toBeUndefined();
  },
  "a page backwards goes on backwards, from a key that needn't exist": async (subject) => {
    await fill(subject, [1, 2, 4]);
    const start = { pk: subject.pk, sk: 3 };
    const back = { ScanIndexForward: false, ExclusiveStartKey: start };
    expect(await found(subject, back)).toEqual([2, 1]);
    expect(await found(subject, { ExclusiveStartKey: start })).toEqual([4]);
  },
  "a page ends at 1 MB": async (subject) => {
    const { db, table, pk } = subject;
    const text = "x".repeat(300_000);
    for (const sk of [1, 2, 3, 4, 5]) {
      await db.send(new PutCommand({ TableName: table, Item: { pk, sk, text } }));
    }
    const { Items = [], LastEvaluatedKey } = await page(subject, {});
    expect(Items).toHaveLength(4);
    expect(LastEvaluatedKey).toEqual({ pk, sk: 4 });
  },
  "a filter comes after the limit: it hides, it doesn't read on": async (subject) => {
    await fill(subject, [1, 2, 3, 4]);
    const answer = await page(subject, {
      Limit: 3,
      FilterExpression: "mark = :odd",
      ...valuesOf(subject, { ":odd": "odd" }),
    });
    expect(answer).toMatchObject({ Count: 2, ScannedCount: 3 });
    expect(answer.Items).toMatchObject([{ sk: 1 }, { sk: 3 }]);
  },
  "COUNT counts, a projection picks": async (subject) => {
    await fill(subject, [1, 2]);
    const counted = await page(subject, { Select: "COUNT" });
    expect(counted.Count).toBe(2);
    expect(counted.Items).toBeUndefined();
    const picked = await page(subject, { ProjectionExpression: "mark" });
    expect(picked.Items).toEqual([{ mark: "odd" }, { mark: "even" }]);
  },
  "a global index shows what has its keys, with its table's key in the start key": async (
    subject,
  ) => {
    const { db, table, pk, eventually } = subject;
    const owner_id = `owner-${pk}`;
    for (const sk of [1, 2, 3]) {
      const at_time = sk === 3 ? undefined : 10 - sk;
      await db.send(new PutCommand({ TableName: table, Item: { pk, sk, owner_id, at_time } }));
    }
    await eventually(async () => {
      const answer = await db.send(
        new QueryCommand({
          TableName: table,
          IndexName: "by_owner",
          KeyConditionExpression: "owner_id = :owner",
          ExpressionAttributeValues: { ":owner": owner_id },
          Limit: 2,
        }),
      );
      expect(answer.Items).toMatchObject([{ sk: 2 }, { sk: 1 }]);
      expect(answer.LastEvaluatedKey).toEqual({ pk, sk: 1, owner_id, at_time: 9 });
    });
  },
  "an index of keys only shows no more": async (subject) => {
    const { db, table, pk, eventually } = subject;
    const full_name = `name-${pk}`;
    await db.send(new PutCommand({ TableName: table, Item: { pk, sk: 1, full_name, more: 1 } }));
    await eventually(async () => {
      const answer = await db.send(
        new QueryCommand({
          TableName: table,
          IndexName: "by_name",
          KeyConditionExpression: "full_name = :name",
          ExpressionAttributeValues: { ":name": full_name },
        }),
      );
      expect(answer.Items).toEqual([{ pk, sk: 1, full_name }]);
    });
  },
  "a local index sorts its partition otherwise, and can be read consistently": async (subject) => {
    const { db, table, pk } = subject;
    for (const sk of [1, 2, 3]) {
      const Item = { pk, sk, ...(sk > 1 && { rank_no: -sk }) };
      await db.send(new PutCommand({ TableName: table, Item }));
    }
    const answer = await page(subject, { IndexName: "by_rank", ConsistentRead: true });
    expect(answer.Items).toMatchObject([{ sk: 3 }, { sk: 2 }]);
  },
  "a consistent read of a global index is refused": async (subject) => {
    const wrong = {
      IndexName: "by_owner",
      ConsistentRead: true,
      KeyConditionExpression: "owner_id = :pk",
    };
    await refused(page(subject, wrong), "ValidationException");
  },
  "a filter on a key is refused": async (subject) => {
    const wrong = { FilterExpression: "sk > :zero", ...valuesOf(subject, { ":zero": 0 }) };
    await refused(page(subject, wrong), "ValidationException");
  },
  "key conditions without the hash key, or with two on the sort key, are refused": async (
    subject,
  ) => {
    for (const condition of [
      "sk > :a",
      "pk = :pk AND sk > :a AND sk < :a",
      "pk > :pk AND sk = :a",
    ]) {
      const KeyConditionExpression = condition;
      const used = condition.includes(":pk")
        ? valuesOf(subject, { ":a": 1 })
        : { ExpressionAttributeValues: { ":a": 1 } };
      await refused(page(subject, { KeyConditionExpression, ...used }), "ValidationException");
    }
  },
  "a limit of 0 is refused": async (subject) => {
    await refused(page(subject, { Limit: 0 }), "ValidationException");
  },
  "an unknown index is refused": async (subject) => {
    await refused(page(subject, { IndexName: "by_nothing" }), "ValidationException");
  },
  "a scan finds everything, page by page, and in segments": async (subject) => {
    const { db, table, pk } = subject;
    await fill(subject, [1, 2, 3, 4, 5, 6, 7]);
    const seen: number[] = [];
    for (const Segment of [0, 1]) {
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const answer = await db.send(
          new ScanCommand({
            TableName: table,
            FilterExpression: "begins_with(pk, :pk)",
            ExpressionAttributeValues: { ":pk": pk },
            ConsistentRead: true,
            Segment,
            TotalSegments: 2,
            ExclusiveStartKey,
          }),
        );
        seen.push(...(answer.Items ?? []).map(({ sk }) => Number(sk)));
        ExclusiveStartKey = answer.LastEvaluatedKey;
      } while (ExclusiveStartKey);
    }
    expect(seen.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  },
};

async function fill({ db, table, pk }: DynamoDBSubject, sortKeys: readonly number[]) {
  const requests = sortKeys.map((sk) => ({
    PutRequest: { Item: { pk, sk, mark: sk % 2 === 0 ? "even" : "odd" } },
  }));
  await db.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
}

function page({ db, table, pk }: DynamoDBSubject, more: Partial<QueryCommandInput>) {
  return db.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      ConsistentRead: more.IndexName === undefined,
      ...more,
    }),
  );
}

async function found(subject: DynamoDBSubject, more: Partial<QueryCommandInput>) {
  return ((await page(subject, more)).Items ?? []).map(({ sk }) => Number(sk));
}

function narrowed(subject: DynamoDBSubject, condition: string, values: object) {
  return { KeyConditionExpression: `pk = :pk AND ${condition}`, ...valuesOf(subject, values) };
}

function valuesOf({ pk }: DynamoDBSubject, values: object) {
  return { ExpressionAttributeValues: { ":pk": pk, ...values } };
}
