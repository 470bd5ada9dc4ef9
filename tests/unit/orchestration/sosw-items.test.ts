import { readFileSync } from "node:fs";
import { type AttributeValue, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, test } from "vitest";
import { jsonOf } from "@switchyard/core/orchestration/operations/python-repr.ts";
import { getRow } from "@switchyard/core/orchestration/store/read.ts";
import { transact } from "@switchyard/core/orchestration/store/transact.ts";
import { defaultTables, keyOf, type TableRole } from "@switchyard/core/orchestration/tables.ts";
import { clientOf } from "../../models/client.ts";
import { orchestrationWorld } from "./world.ts";

type Item = Record<string, AttributeValue>;
/** Every row that sosw 0.7.47 (Python) left in its tables, step by step. */
const { tables } = JSON.parse(readFileSync("tests/fixtures/sosw-items.json", "utf8")) as {
  tables: Record<string, Item[]>;
};
const roles: readonly TableRole[] = ["tasks", "closed", "retry", "meta"];
const itemsOf = (role: TableRole) => tables[defaultTables[role]] ?? [];

describe("rows that Python's sosw wrote", () => {
  test.each(roles)("in the table of %s are read and written back as they were", async (role) => {
    const { model, store } = await orchestrationWorld();
    const raw = clientOf<DynamoDBClient>(model);
    const TableName = defaultTables[role];
    expect(itemsOf(role).length).toBeGreaterThan(0);
    for (const Item of itemsOf(role)) {
      await raw.send(new PutItemCommand({ TableName, Item }));
      const key = keyOf(role, unmarshall(Item));
      const row = await getRow(role, key, store);
      await transact([{ put: role, row: { ...row } }], store);
      const names = Object.keys(key);
      const Key = Object.fromEntries(Object.entries(Item).filter(([name]) => names.includes(name)));
      const written = await raw.send(new GetItemCommand({ TableName, Key }));
      expect(written.Item).toEqual({ ...Item, write: { S: expect.any(String) } });
    }
  });

  test("have payloads that are JSON, or are read as such", () => {
    const payloads = [...itemsOf("closed"), ...itemsOf("tasks")].flatMap(
      ({ payload }) => payload?.S ?? [],
    );
    const read = payloads.map((payload) => JSON.parse(jsonOf(payload)) as unknown);
    expect(read).toContainEqual({ json: "string" });
    expect(payloads).toContain("{'json': 'string'}");
  });
});
