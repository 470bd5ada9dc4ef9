import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { DeleteObjectCommand, GetObjectCommand, GetObjectTaggingCommand } from "@aws-sdk/client-s3";
import { InvokeCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  type Message,
} from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { capability } from "../../packages/local/src/conformance/capability.ts";
import { callApi, clients, stack } from "./stack.ts";
import { newKey, recordOf, s3Event, say, untilState, upload, versionsOf } from "./travel.ts";

const { staging, archive, deadLetters } = stack().outputs;

describe("a file", () => {
  test("goes from staging to the archive with its type, metadata and tags, and its results beside it", async () => {
    const key = newKey("people of +50%, Österreich.csv");
    const version = await upload(key, "name,age\nAda,36\n", {
      ContentType: "text/csv",
      CacheControl: "no-store",
      Metadata: { owner: "ada" },
      Tagging: "class=secret&year=1843",
    });
    const { results } = await untilState(key, version, "archived");
    const { s3 } = clients();
    const stored = await s3.send(new GetObjectCommand({ Bucket: archive, Key: key }));
    expect(await stored.Body?.transformToString()).toBe("name,age\nAda,36\n");
    expect(stored).toMatchObject({ ContentType: "text/csv", CacheControl: "no-store" });
    expect(stored.Metadata).toMatchObject({ owner: "ada", "switchyard-version": version });
    const { TagSet = [] } = await s3.send(
      new GetObjectTaggingCommand({ Bucket: archive, Key: key }),
    );
    expect(Object.fromEntries(TagSet.map(({ Key, Value }) => [Key, Value]))).toEqual({
      class: "secret",
      year: "1843",
    });
    const named = results as { name: string; key: string }[];
    expect(named.map(({ name }) => name)).toEqual(["data.ndjson", "profile.json"]);
    const data = await s3.send(new GetObjectCommand({ Bucket: archive, Key: named[0]?.key }));
    expect(await data.Body?.transformToString()).toBe('{"name":"Ada","age":36}\n');
    expect(await versionsOf("staging", key)).toEqual([]);
  });

  test("of no bytes is archived too", async () => {
    const key = newKey("empty");
    await untilState(key, await upload(key, ""), "archived");
    expect(await versionsOf("archive", key)).toMatchObject([{ Size: 0 }]);
  });

  test("that was announced twice is archived once, in one attempt", async () => {
    const key = newKey("twice.txt");
    const version = await upload(key, "once\n");
    await untilState(key, version, "archived");
    await say("uploads", s3Event({ key, version }));
    await say("uploads", s3Event({ key, version }));
    // The answer to a duplicate is silence: another file, sent after, shows that they were handled.
    const later = newKey("later.txt");
    await untilState(later, await upload(later, "later\n"), "archived");
    expect(await versionsOf("archive", key)).toHaveLength(1);
    expect(await recordOf(key, version)).toMatchObject({ state: "archived", attempts: 1 });
  });

  test("uploaded again and again leaves one archive version an upload, the newest on top", async () => {
    const key = newKey("often.txt");
    const versions: string[] = [];
    for (let at = 1; at <= 5; at++) versions.push(await upload(key, `version ${at}\n`));
    const ended = new Set(["archived", "superseded"]);
    const states = () =>
      Promise.all(versions.map(async (one) => String((await recordOf(key, one))?.["state"])));
    await expect
      .poll(async () => (await states()).every((one) => ended.has(one)), { timeout: 90_000 })
      .toBe(true);
    const stored = await versionsOf("archive", key);
    const aside = (await states()).filter((one) => one === "superseded").length;
    expect(stored.length + aside).toBe(5);
    // An emulator whose sequencers don't grow gives no order to keep.
    if (capability(stack().kind, "notifications.sequencer") !== "works") return;
    const newest = await clients().s3.send(new GetObjectCommand({ Bucket: archive, Key: key }));
    expect(await newest.Body?.transformToString()).toBe("version 5\n");
  });

  test("whose version is no longer there is gone, and nothing else happens", async () => {
    const key = newKey("vanished.txt");
    const version =
      capability(stack().kind, "versions.permission") === "works"
        ? crypto.randomUUID()
        : "x".repeat(32);
    await say("uploads", s3Event({ key, version }));
    await untilState(key, version, "gone");
    expect(await versionsOf("archive", key)).toEqual([]);
  });

  test("is archived though a delete marker lies on it", async () => {
    const key = newKey("marked.txt");
    const version = await upload(key, "still here\n");
    await clients().s3.send(new DeleteObjectCommand({ Bucket: staging, Key: key }));
    await untilState(key, version, "archived");
  });
});

describe("a file that can't be processed", () => {
  test.each([
    ["broken.json", '{"a":', "file.invalid"],
    ["bomb.txt.gz", gzipSync(Buffer.alloc(64)).subarray(0, 20), "file.invalid"],
  ])(
    "%s ends as failed with the reason, stays in staging, and is parked",
    async (name, content, code) => {
      const key = newKey(name);
      const version = await upload(key, content);
      expect(await untilState(key, version, "failed")).toMatchObject({ error: { code } });
      expect(await versionsOf("staging", key)).toHaveLength(1);
      expect(await versionsOf("archive", key)).toEqual([]);
      await expect.poll(() => isParked(key), { timeout: 60_000 }).toBe(true);
    },
  );

  test("may be replayed, and fails again for the same reason", async () => {
    const key = newKey("again.json");
    const version = await upload(key, "{");
    await untilState(key, version, "failed");
    const id = Buffer.from(`${key}\0${version}`).toString("base64url");
    const replayed = await callApi(`/files/${id}/replay`, { method: "POST" });
    expect([replayed.status, await replayed.json()]).toEqual([200, { announced: true }]);
    await expect
      .poll(async () => (await recordOf(key, version))?.["attempts"], { timeout: 60_000 })
      .toBe(1);
    await untilState(key, version, "failed");
  });

  test("may not be replayed by somebody else", async () => {
    const id = Buffer.from(`${newKey("x")}\0v`).toString("base64url");
    expect((await callApi(`/files/${id}/replay`, { method: "POST", caller: "other" })).status).toBe(
      404,
    );
    expect(
      (await callApi(`/files/${id}/replay`, { method: "POST", caller: "reader" })).status,
    ).toBe(403);
  });
});

describe("what nobody could deliver", () => {
  test("is recorded as failed and parked", async () => {
    const key = newKey("undelivered.txt");
    const version = crypto.randomUUID();
    await say("undelivered", s3Event({ key, version }));
    expect(await untilState(key, version, "failed")).toHaveProperty("error");
    await expect.poll(() => isParked(version), { timeout: 60_000 }).toBe(true);
  });

  test("and can't be read is parked as it is", async () => {
    const nonsense = `nonsense ${randomBytes(8).toString("hex")}`;
    await say("uploads", nonsense);
    await expect.poll(() => isParked(nonsense), { timeout: 60_000 }).toBe(true);
  });
});

describe("a file that staging's lifecycle took away", () => {
  test("is expired in the ledger", async () => {
    const key = newKey("forgotten.json");
    const version = await upload(key, "{");
    await untilState(key, version, "failed");
    await say("expirations", s3Event({ key, version, eventName: "LifecycleExpiration:Delete" }));
    await untilState(key, version, "expired");
  });
});

describe("the sweep", () => {
  test("may do all that it does", async () => {
    const { lambda } = clients();
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 100 }));
    const sweep = Functions.find(({ FunctionName = "" }) => FunctionName.includes("SweepHandler"));
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: sweep?.FunctionName, Payload: Buffer.from("{}") }),
    );
    const answer = Buffer.from(Payload ?? "").toString();
    expect([FunctionError, answer]).toEqual([undefined, expect.stringContaining('"announced":')]);
  });
});

/** Whether some parked message speaks of `text`. What was looked at is visible again after. */
async function isParked(text: string) {
  const { sqs } = clients();
  const seen: Message[] = [];
  const look = { QueueUrl: deadLetters, MaxNumberOfMessages: 10, VisibilityTimeout: 20 };
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(look));
    if (Messages.length === 0) break;
    seen.push(...Messages);
  }
  for (const { ReceiptHandle } of seen) {
    const shown = { QueueUrl: deadLetters, ReceiptHandle, VisibilityTimeout: 0 };
    await sqs.send(new ChangeMessageVisibilityCommand(shown));
  }
  return seen.some(({ Body = "" }) => Body.includes(JSON.stringify(text).slice(1, -1)));
}
