import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "vitest";
import { type Contract } from "../contract.ts";
import { refusal, refused } from "../expectations.ts";
import { update, type DynamoDBSubject } from "./subject.ts";

const item = {
  name_s: "abc",
  num: 5,
  flag: true,
  list: [1, 2, 3],
  tags: new Set(["x", "y"]),
  map: { inner: "deep" },
};

const values: Record<string, unknown> = {
  ":abc": "abc",
  ":ab": "ab",
  ":b": "b",
  ":zzz": "zzz",
  ":one": 1,
  ":two": 2,
  ":five": 5,
  ":fiveS": "5",
  ":six": 6,
  ":true": true,
  ":x": "x",
  ":N": "N",
  ":S": "S",
  ":deep": "deep",
  ":list": [1, 2, 3],
};

const holding = [
  "attribute_exists(name_s)",
  "attribute_not_exists(absent)",
  "attribute_exists(#map.#inner)",
  "attribute_type(num, :N)",
  "begins_with(name_s, :ab)",
  "contains(name_s, :b)",
  "contains(tags, :x)",
  "contains(#list, :two)",
  "size(#list) > :two",
  "size(name_s) < :five",
  "num = :five AND flag = :true",
  "num <> :fiveS",
  "absent <> :five",
  "num BETWEEN :one AND :six",
  "num IN (:one, :two, :five)",
  "NOT num = :six",
  "NOT absent = :five",
  "num = :six OR num = :five AND flag = :true",
  "(num = :six OR num = :five) AND #map.#inner = :deep",
  "#list = :list",
  "#list[1] = :two",
  "name_s < :zzz",
  ":five = num",
  "num >= #list[0]",
];
const failing = [
  "attribute_exists(absent)",
  "attribute_not_exists(name_s)",
  "attribute_type(num, :S)",
  "num = :fiveS",
  "absent = :five",
  "absent < :five",
  "num < :fiveS",
  "begins_with(name_s, :b)",
  "begins_with(absent, :b)",
  "contains(absent, :b)",
  "contains(#list, :five)",
  "size(absent) > :one",
  "num BETWEEN :one AND :two",
  "NOT num = :five",
  "#list[9] = :two",
];
const malformed = [
  "num = ",
  "num == :five",
  "unknown_function(num)",
  "attribute_exists(:five)",
  "begins_with(name_s)",
  "num = num",
  "((num = :five))",
  "num = :five num",
  "name = :abc",
];

/** Which conditions hold of an item, and what a failed one tells. */
export const conditions: Contract<DynamoDBSubject> = {
  ...Object.fromEntries(holding.map((condition) => [`${condition} holds`, met(condition)])),
  ...Object.fromEntries(
    failing.map((condition) => [`${condition} doesn't hold`, unmet(condition)]),
  ),
  ...Object.fromEntries(
    malformed.map((condition) => [`${condition} is refused`, wrong(condition)]),
  ),
  "a failed condition returns the old item as it travels, unmarshalled by nobody": async (
    subject,
  ) => {
    await store(subject);
    const error = await refusal(
      subject.db.send(
        new PutCommand({
          TableName: subject.table,
          Item: { pk: subject.pk, sk: 1 },
          ConditionExpression: "attribute_not_exists(pk)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      ),
    );
    expect(error).toMatchObject({
      name: "ConditionalCheckFailedException",
      message: "The conditional request failed",
      $metadata: { httpStatusCode: 400 },
      Item: { num: { N: "5" }, map: { M: { inner: { S: "deep" } } } },
    });
  },
  "a failed condition on a missing item returns none": async ({ db, table, pk }) => {
    const error = await refusal(
      db.send(
        new PutCommand({
          TableName: table,
          Item: { pk, sk: 1 },
          ConditionExpression: "attribute_exists(pk)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      ),
    );
    expect(error.name).toBe("ConditionalCheckFailedException");
    expect("Item" in error ? (error.Item ?? {}) : {}).toEqual({});
  },
};

function met(condition: string) {
  return async (subject: DynamoDBSubject) => {
    await store(subject);
    expect(await tryOn(subject, condition)).toMatchObject({ tried: 1 });
  };
}

function unmet(condition: string) {
  return async (subject: DynamoDBSubject) => {
    await store(subject);
    await refused(tryOn(subject, condition), "ConditionalCheckFailedException");
  };
}

function wrong(condition: string) {
  return async (subject: DynamoDBSubject) => {
    await store(subject);
    await refused(tryOn(subject, condition), "ValidationException");
  };
}

async function store({ db, table, pk }: DynamoDBSubject): Promise<void> {
  await db.send(new PutCommand({ TableName: table, Item: { pk, sk: 1, ...item } }));
}

function tryOn(subject: DynamoDBSubject, condition: string) {
  const used = Object.keys(values).filter((name) => new RegExp(`${name}\\b`).test(condition));
  const names = { "#list": "list", "#map": "map", "#inner": "inner" };
  const named = Object.entries(names).filter(([name]) => condition.includes(name));
  return update(subject, 1, {
    set: "SET tried = :tried",
    condition,
    values: { ":tried": 1, ...Object.fromEntries(used.map((name) => [name, values[name]])) },
    ...(named.length > 0 && { names: Object.fromEntries(named) }),
  });
}
