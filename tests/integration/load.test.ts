import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { paginateQuery } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import { clients, stack } from "./stack.ts";

const files = 1_000;
/** Uploads ahead of the archive: the other tests' files wait in the same queue behind them. */
const ahead = 250;
const prefix = `dev/load-${randomBytes(4).toString("hex")}/`;
const { outputs } = stack();
const { documents, s3, sqs } = clients();

describe("a thousand small files", () => {
  test("all arrive, each once, and leave nothing behind", { timeout: 600_000 }, async () => {
    const began = Date.now();
    const uploaded = await uploadAll();
    expect(uploaded.size).toBe(files);
    await untilArchived(files);

    await expect
      .poll(() => recordsSince(began).then(countStates), { timeout: 120_000, interval: 1_000 })
      .toEqual({ archived: files });
    const records = await recordsSince(began);
    expect(new Map(records.map(({ key, version }) => [key, version]))).toEqual(uploaded);

    const archived = await versionsIn(outputs.archive);
    expect(archived.map(({ Key = "" }) => Key).toSorted(compare)).toEqual(
      [...uploaded.keys()].toSorted(compare),
    );
    await expect
      .poll(() => versionsIn(outputs.staging), { timeout: 60_000, interval: 1_000 })
      .toEqual([]);
    expect((await parked()).filter((body) => body.includes(prefix))).toEqual([]);
  });
});

/** Uploads with some callers at once; returns each key's version. */
async function uploadAll() {
  const waiting = Array.from({ length: files }, (_, at) => `${prefix}${at}.txt`);
  const uploaded = new Map<string, string>();
  const worker = async () => {
    for (let Key = waiting.pop(); Key; Key = waiting.pop()) {
      const Body = `file ${Key}\n`;
      const put = new PutObjectCommand({ Bucket: outputs.staging, Key, Body });
      const { VersionId = "" } = await s3.send(put);
      uploaded.set(Key, VersionId);
      if (uploaded.size % 50 === 0) await untilArchived(uploaded.size - ahead);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return uploaded;
}

/** Has no limit of its own: a slow machine is not a lost file, and the test's end is the limit. */
async function untilArchived(count: number) {
  if (count <= 0) return;
  for (;;) {
    const { length } = await versionsIn(outputs.archive);
    if (length >= count) return;
    await sleep(1_000);
  }
}

/** Every version and delete marker below the prefix. */
async function versionsIn(Bucket: string) {
  const found: { Key?: string }[] = [];
  let [KeyMarker, VersionIdMarker]: (string | undefined)[] = [];
  do {
    const page: Page = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: prefix, KeyMarker, VersionIdMarker }),
    );
    found.push(...(page.Versions ?? []), ...(page.DeleteMarkers ?? []));
    [KeyMarker, VersionIdMarker] = [page.NextKeyMarker, page.NextVersionIdMarker];
  } while (KeyMarker !== undefined && KeyMarker !== "");
  return found;
}

interface Page {
  Versions?: { Key?: string }[];
  DeleteMarkers?: { Key?: string }[];
  NextKeyMarker?: string;
  NextVersionIdMarker?: string;
}

interface FileRecord {
  key: string;
  version: string;
  state: string;
}

/** The ledger's records of the prefix. */
async function recordsSince(began: number) {
  const found: FileRecord[] = [];
  const query = {
    TableName: outputs.ledger,
    IndexName: "by_owner",
    KeyConditionExpression: "#owner = :owner AND received_at >= :since",
    ExpressionAttributeNames: { "#owner": "owner" },
    // An event's time may be a whole second, before the upload began.
    ExpressionAttributeValues: { ":owner": "dev", ":since": began - 60_000 },
  };
  for await (const { Items = [] } of paginateQuery({ client: documents }, query))
    found.push(...(Items as FileRecord[]).filter(({ key }) => key.startsWith(prefix)));
  return found;
}

function countStates(records: readonly FileRecord[]) {
  const groups = Map.groupBy(records, ({ state }) => state);
  return Object.fromEntries([...groups].map(([state, of]) => [state, of.length]));
}

/** The bodies of what lies in the dead-letter queue. */
async function parked() {
  const bodies: string[] = [];
  const look = { QueueUrl: outputs.deadLetters, MaxNumberOfMessages: 10, VisibilityTimeout: 5 };
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(look));
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = "" }) => Body));
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : 1);
