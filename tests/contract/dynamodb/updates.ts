import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "vitest";
import { type Contract } from "../contract.ts";
import { refused } from "../expectations.ts";
import { read, update, type DynamoDBSubject } from "./subject.ts";

/** What update expressions do, and which are refused. */
export const updates: Contract<DynamoDBSubject> = {
  "an update makes an item that isn't there": async (subject) => {
    const made = await update(subject, 1, { set: "SET a = :a", values: { ":a": 1 } });
    expect(made).toEqual({ pk: subject.pk, sk: 1, a: 1 });
  },
  "an update without an expression makes the bare key": async (subject) => {
    const { db, table, pk } = subject;
    await db.send(new UpdateCommand({ TableName: table, Key: { pk, sk: 1 } }));
    expect(await read(subject, 1)).toEqual({ pk, sk: 1 });
  },
  "SET adds, subtracts and falls back to a first value": async (subject) => {
    const change = {
      set: "SET n = if_not_exists(n, :zero) + :half, m = if_not_exists(m, :ten) - :half",
      values: { ":zero": 0.1, ":half": 0.2, ":ten": 10 },
    };
    expect(await update(subject, 1, change)).toMatchObject({ n: 0.3, m: 9.8 });
    expect(await update(subject, 1, change)).toMatchObject({ n: 0.5, m: 9.6 });
  },
  "every right-hand side sees the item as it was": async (subject) => {
    await put(subject, { a: 1, b: 2 });
    expect(await update(subject, 1, { set: "SET a = b, b = a" })).toMatchObject({ a: 2, b: 1 });
  },
  "list_append joins at either end": async (subject) => {
    const change = {
      set: "SET l = list_append(if_not_exists(l, :none), :new), k = list_append(:new, k)",
      values: { ":none": [], ":new": [3] },
    };
    await put(subject, { k: [1] });
    expect(await update(subject, 1, change)).toMatchObject({ l: [3], k: [3, 1] });
  },
  "a list takes an index beyond its end as its next": async (subject) => {
    await put(subject, { l: [1] });
    const set = { set: "SET l[9] = :x", values: { ":x": 2 } };
    expect(await update(subject, 1, set)).toMatchObject({ l: [1, 2] });
  },
  "REMOVE takes attributes, members and list places; missing ones are no error": async (
    subject,
  ) => {
    await put(subject, { a: 1, m: { x: 1, y: 2 }, l: [0, 1, 2, 3] });
    const left = await update(subject, 1, { set: "REMOVE a, m.x, l[1], l[2], nothing" });
    expect(left).toEqual({ pk: subject.pk, sk: 1, m: { y: 2 }, l: [0, 3] });
  },
  "ADD counts and joins sets; DELETE takes from sets, and an empty one is gone": async (
    subject,
  ) => {
    const add = {
      set: "ADD n :two, s :words",
      values: { ":two": 2, ":words": new Set(["a", "b"]) },
    };
    await update(subject, 1, add);
    expect(await update(subject, 1, add)).toMatchObject({ n: 4, s: new Set(["a", "b"]) });
    const take = { set: "DELETE s :words", values: { ":words": new Set(["a"]) } };
    expect(await update(subject, 1, take)).toMatchObject({ s: new Set(["b"]) });
    const rest = { set: "DELETE s :words", values: { ":words": new Set(["b"]) } };
    expect(await update(subject, 1, rest)).toEqual({ pk: subject.pk, sk: 1, n: 4 });
  },
  "all four kinds go together": async (subject) => {
    await put(subject, { gone: 1, s: new Set(["a", "b"]), n: 1 });
    const change = {
      set: "SET x = :x ADD n :one REMOVE gone DELETE s :a",
      values: { ":x": "x", ":one": 1, ":a": new Set(["a"]) },
    };
    const expected = { pk: subject.pk, sk: 1, x: "x", n: 2, s: new Set(["b"]) };
    expect(await update(subject, 1, change)).toEqual(expected);
  },
  "UPDATED_NEW and UPDATED_OLD return what was named only": async (subject) => {
    const { db, table, pk } = subject;
    await put(subject, { a: 1, other: 1 });
    const change = (ReturnValues: "UPDATED_NEW" | "UPDATED_OLD") =>
      new UpdateCommand({
        TableName: table,
        Key: { pk, sk: 1 },
        UpdateExpression: "SET a = a + :one",
        ExpressionAttributeValues: { ":one": 1 },
        ReturnValues,
      });
    expect((await db.send(change("UPDATED_NEW"))).Attributes).toEqual({ a: 2 });
    expect((await db.send(change("UPDATED_OLD"))).Attributes).toEqual({ a: 2 });
  },
  ...Object.fromEntries(
    Object.entries({
      "SET pk = :x": /key/,
      "SET a = absent": /does not exist/,
      "SET a = a + :x": /type/,
      "SET m.x = :x, m = :x": /overlap/,
      "SET a = :x, a = :x": /overlap/,
      "SET absent.below = :x": /path/,
      "SET a = :x SET b = :x": /once/,
      "SET status = :x": /reserved/,
      "SET a :x": /Syntax/,
      "": /empty/,
      "ADD a :x": /type/,
    }).map(([set, message]) => [`${set || "an empty expression"} is refused`, wrong(set, message)]),
  ),
  "names and values that are unused, undefined or empty are refused": async (subject) => {
    const set = "SET a = :a";
    const a = { ":a": 1 };
    const wrongs = [
      { set, values: { ...a, ":b": 1 } },
      { set, values: {} },
      { set, values: { ":b": 1 } },
      { set, values: a, names: { "#a": "a" } },
      { set: "SET #a = :a", values: a },
    ];
    for (const change of wrongs) await refused(update(subject, 1, change), "ValidationException");
  },
  "a refused update leaves no item behind": async (subject) => {
    await refused(update(subject, 1, { set: "SET a = b" }), "ValidationException");
    expect(await read(subject, 1)).toBeUndefined();
  },
};

function wrong(set: string, message: RegExp) {
  return async (subject: DynamoDBSubject) => {
    await put(subject, { a: "text", m: { x: 1 } });
    const values = set.includes(":x") ? { ":x": "x" } : undefined;
    await refused(update(subject, 1, { set, values }), "ValidationException", message);
  };
}

async function put({ db, table, pk }: DynamoDBSubject, attributes: object): Promise<void> {
  await db.send(new PutCommand({ TableName: table, Item: { pk, sk: 1, ...attributes } }));
}
