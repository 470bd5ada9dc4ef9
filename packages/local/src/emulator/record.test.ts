import { writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import {
  type EmulatorRecord,
  readRecord,
  recordFile,
  removeRecord,
  writeRecord,
} from "./record.ts";
import { temporaryFolder } from "./testing.ts";

const record: EmulatorRecord = {
  schema: 1,
  name: "ministack",
  endpoint: "http://127.0.0.1:4566",
  port: 4566,
  region: "us-east-1",
  version: "1.5.33",
  instance: "one",
  process: { pid: 12, identity: "then" },
  persistent: false,
  startedAt: 0,
};

describe("the record of the running emulator", () => {
  test("comes back as it was written", async () => {
    const folder = await temporaryFolder();
    expect(await readRecord(folder)).toBeUndefined();
    await writeRecord(folder, record);
    expect(await readRecord(folder)).toEqual(record);
  });

  test.each(["", "{", '{"schema":2}', "[]"])("says nothing when it reads %j", async (text) => {
    const folder = await temporaryFolder();
    await writeFile(recordFile(folder), text);
    expect(await readRecord(folder)).toBeUndefined();
  });

  test("is removed only by the instance it is of", async () => {
    const folder = await temporaryFolder();
    await writeRecord(folder, record);
    await removeRecord(folder, "another");
    expect(await readRecord(folder)).toEqual(record);
    await removeRecord(folder, "one");
    expect(await readRecord(folder)).toBeUndefined();
  });
});
