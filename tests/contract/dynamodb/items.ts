import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "vitest";
import { type Contract } from "../contract.ts";
import { refused } from "../expectations.ts";
import { read, type DynamoDBSubject } from "./subject.ts";

/** Single items: what goes in comes out, and what can't go in. */
export const items: Contract<DynamoDBSubject> = {
  "an item comes back with all its types": async (subject) => {
    const { db, table, pk } = subject;
    const Item = {
      pk,
      sk: 1,
      text: "ä😀",
      number: -12.5,
      yes: true,
      nothing: null,
      list: [1, "two", [3]],
      map: { deep: { deeper: "x" }, empty: {} },
      words: new Set(["a", "b"]),
      bytes: new Uint8Array([0, 1, 255]),
      none: "",
    };
    await db.send(new PutCommand({ TableName: table, Item }));
    expect(await read(subject, 1)).toEqual(Item);
  },
  "undefined members are left out": async (subject) => {
    const Item = { pk: subject.pk, sk: 1, gone: undefined, map: { gone: undefined, kept: 1 } };
    await subject.db.send(new PutCommand({ TableName: subject.table, Item }));
    expect(await read(subject, 1)).toEqual({ pk: subject.pk, sk: 1, map: { kept: 1 } });
  },
  "a missing item is no error and has no Item": async (subject) => {
    expect(await read(subject, 404)).toBeUndefined();
  },
  "a put replaces the whole item and can return the old one": async (subject) => {
    const { db, table, pk } = subject;
    await db.send(new PutCommand({ TableName: table, Item: { pk, sk: 1, first: 1 } }));
    const Item = { pk, sk: 1, second: 2 };
    const put = new PutCommand({ TableName: table, Item, ReturnValues: "ALL_OLD" });
    expect((await db.send(put)).Attributes).toEqual({ pk, sk: 1, first: 1 });
    expect(await read(subject, 1)).toEqual(Item);
  },
  "a delete can return what it took, and finds nothing the second time": async ({
    db,
    table,
    pk,
  }) => {
    await db.send(new PutCommand({ TableName: table, Item: { pk, sk: 1, x: 1 } }));
    const take = { TableName: table, Key: { pk, sk: 1 }, ReturnValues: "ALL_OLD" as const };
    expect((await db.send(new DeleteCommand(take))).Attributes).toEqual({ pk, sk: 1, x: 1 });
    expect((await db.send(new DeleteCommand(take))).Attributes).toBeUndefined();
  },
  "a projection keeps the nesting of what it picks": async ({ db, table, pk }) => {
    const Item = { pk, sk: 1, a: { b: [10, 11, { c: 12 }], d: 1 }, e: 2 };
    await db.send(new PutCommand({ TableName: table, Item }));
    const get = new GetCommand({
      TableName: table,
      Key: { pk, sk: 1 },
      ConsistentRead: true,
      ProjectionExpression: "#a.b[2].c, #a.b[0], absent.x",
      ExpressionAttributeNames: { "#a": "a" },
    });
    expect((await db.send(get)).Item).toEqual({ a: { b: [10, { c: 12 }] } });
  },
  "a key that lacks an attribute, has another type or one too many is refused": async (subject) => {
    const { db, table: TableName, pk } = subject;
    const keys = [{ pk }, { pk, sk: "1" }, { pk, sk: 1, more: 1 }];
    for (const Key of keys) {
      await refused(db.send(new GetCommand({ TableName, Key })), "ValidationException");
    }
  },
  "an item without its key, or with one of another type, is refused": async ({ db, table, pk }) => {
    for (const Item of [{ pk }, { pk, sk: "1" }]) {
      await refused(db.send(new PutCommand({ TableName: table, Item })), "ValidationException");
    }
  },
  "an empty string is a value but no key": async ({ db, table, pk }) => {
    await db.send(new PutCommand({ TableName: table, Item: { pk, sk: 1, empty: "" } }));
    const put = new PutCommand({ TableName: table, Item: { pk: "", sk: 1 } });
    await refused(db.send(put), "ValidationException", /empty string/);
  },
  "an index's key of another type is refused": async ({ db, table, pk }) => {
    const put = new PutCommand({ TableName: table, Item: { pk, sk: 1, owner_id: 5, at_time: 1 } });
    await refused(db.send(put), "ValidationException", /mismatch/i);
  },
  "an item of 400 KB fits, one more byte doesn't": async (subject) => {
    const { db, table, pk } = subject;
    const names = Buffer.byteLength(`pk${pk}sktext`) + 2;
    const text = "x".repeat(400 * 1024 - names);
    await db.send(new PutCommand({ TableName: table, Item: { pk, sk: 1, text } }));
    const put = new PutCommand({ TableName: table, Item: { pk, sk: 1, text: `${text}x` } });
    await refused(db.send(put), "ValidationException", /size/i);
    const grow = new UpdateCommand({
      TableName: table,
      Key: { pk, sk: 1 },
      UpdateExpression: "SET more = :x",
      ExpressionAttributeValues: { ":x": "x" },
    });
    await refused(db.send(grow), "ValidationException", /size/i);
  },
  "an unknown table is refused": async ({ db, pk }) => {
    const get = new GetCommand({ TableName: "no-such-table", Key: { pk, sk: 1 } });
    await refused(db.send(get), "ResourceNotFoundException");
  },
};
