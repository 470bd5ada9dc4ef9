import { describe, expect, test } from "vitest";
import { processed } from "./testing.ts";

describe("a JSON file", () => {
  test("is kept byte for byte, gzipped, with statistics", async () => {
    const content = '\ufeff{ "a": [1, 2],\r\n "__proto__": null }\n';
    const file = await processed("a.json", content);
    expect(file.transform).toBe("json");
    expect(file.results.map(({ name, type }) => [name, type])).toEqual([
      ["data.json.gz", "application/gzip"],
    ]);
    expect(file.text("data.json.gz")).toBe(content);
    expect(file.summary).toMatchObject({
      documents: 1,
      keys: 2,
      numbers: 2,
      nulls: 1,
    });
  });

  test.each(["{", "{}{}", "{} x", "{'a':1}", " \n"])("that is %j is invalid", async (content) => {
    const file = processed("a.json", content);
    await expect(file).rejects.toMatchObject({ name: "InvalidFileError", code: "file.invalid" });
  });

  test("that only looked like JSON may be JSON lines as well", async () => {
    const longFirstLine = `{"a":"${"x".repeat(5_000)}"}\n{"a":1}\n`;
    const file = await processed("events", longFirstLine);
    expect(file).toMatchObject({ transform: "json", summary: { documents: 2 } });
    await expect(processed("events.json", longFirstLine)).rejects.toMatchObject({
      code: "file.invalid",
    });
  });
});

describe("an NDJSON file", () => {
  test("is kept byte for byte, gzipped, with statistics", async () => {
    const file = await processed("a.jsonl", '{"a":1}\r\n\n[2]\n', {
      contentType: "application/json",
    });
    expect(file).toMatchObject({
      transform: "ndjson",
      names: ["data.ndjson.gz"],
    });
    expect(file.text("data.ndjson.gz")).toBe('{"a":1}\r\n\n[2]\n');
    expect(file.summary).toMatchObject({ documents: 2 });
  });

  test("with only blank lines has no documents", async () => {
    expect(await processed("a.ndjson", "\n\r\n")).toMatchObject({ summary: { documents: 0 } });
  });

  test.each(['{"a":\n1}', "1 2\n", "1\n{\n", '{"a":1}{"a":2}'])(
    "that is %j is invalid",
    async (content) => {
      await expect(processed("a.ndjson", content)).rejects.toMatchObject({ code: "file.invalid" });
    },
  );
});
