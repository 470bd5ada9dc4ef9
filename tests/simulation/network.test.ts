import { setTimeout } from "node:timers/promises";
import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { describe, expect, test } from "vitest";
import { createSubjectTable } from "../contract/dynamodb/subject.ts";
import { createSubjectBucket } from "../contract/s3/subject.ts";
import { clientOf } from "../models/client.ts";
import { dynamodbModel } from "../models/dynamodb/dynamodb.ts";
import { s3Model } from "../models/s3/s3.ts";
import { faultsAt, type FaultKind } from "./faults.ts";
import { createSimulation } from "./harness.ts";

const Key = { pk: "a", sk: 1 };

/** Adds one to a number once, with a fault at the first call; tells what the program and the table know. */
async function addOnce(kind: FaultKind | undefined, { maxAttempts = 3 } = {}) {
  const faults = kind ? [{ at: 0, kind }] : [];
  const simulation = createSimulation({ seed: 1, faults: faultsAt(faults) });
  const model = dynamodbModel(simulation.context);
  const table = clientOf<DynamoDBDocumentClient>(model);
  await createSubjectTable(table, "Things");
  let heard = "nothing";
  let died = false;
  const running = simulation.start("program", async (process) => {
    const db = simulation.client<DynamoDBDocumentClient>(process, model, { maxAttempts });
    const add = new UpdateCommand({
      TableName: "Things",
      Key,
      UpdateExpression: "ADD n :one",
      ExpressionAttributeValues: { ":one": 1 },
    });
    heard = await db.send(add).then(
      () => "done",
      (error: Error) => error.name,
    );
  });
  running.onDeath(() => {
    died = true;
  });
  await simulation.run(60_000);
  const { Item } = await table.send(new GetCommand({ TableName: "Things", Key }));
  return { heard, died, n: Number(Item?.["n"] ?? 0), calls: simulation.calls() };
}

describe("a call", () => {
  const once = { heard: "done", died: false, n: 1 };
  test.each<[FaultKind | undefined, object]>([
    [undefined, { ...once, calls: 1 }],
    ["refused", { ...once, calls: 2 }],
    ["unavailable", { ...once, calls: 2 }],
    ["unsent", { ...once, calls: 2 }],
    ["lost", { ...once, n: 2, calls: 2 }],
    ["timedOut", { ...once, n: 2, calls: 2 }],
    ["straggles", { ...once, n: 2, calls: 2 }],
    ["outage", { heard: "Error", died: false, n: 0, calls: 3 }],
    ["silence", { heard: "Error", died: false, n: 3, calls: 3 }],
    ["conflict", { heard: "TransactionConflictException", died: false, n: 0, calls: 1 }],
    ["crashBefore", { heard: "nothing", died: true, n: 0, calls: 1 }],
    ["crashDuring", { heard: "nothing", died: true, n: 1, calls: 1 }],
    ["crashAfter", { heard: "nothing", died: true, n: 1, calls: 1 }],
  ])("that is %s", async (kind, expected) => {
    expect(await addOnce(kind)).toEqual(expected);
  });
  test("is sent once where the client doesn't try again", async () => {
    const lost = await addOnce("lost", { maxAttempts: 1 });
    expect(lost).toEqual({ heard: "Error", died: false, n: 1, calls: 1 });
  });
});

test("a torn stream breaks while it is read", async () => {
  const simulation = createSimulation({ seed: 1, faults: faultsAt([{ at: 0, kind: "torn" }]) });
  const model = s3Model(simulation.context);
  const bucket = clientOf<S3Client>(model);
  await createSubjectBucket(bucket, "things");
  await bucket.send(new PutObjectCommand({ Bucket: "things", Key: "a", Body: "0123456789" }));
  let heard = "";
  simulation.start("program", async (process) => {
    const s3 = simulation.client<S3Client>(process, model);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "things", Key: "a" }));
    const reading = Body?.transformToString() ?? Promise.resolve("");
    heard = await reading.catch((error: Error) => error.message);
  });
  await simulation.run(60_000);
  expect(heard).toBe("aborted");
});

describe("a process", () => {
  test("has its own clock, and sleeps in virtual time", async () => {
    const simulation = createSimulation({ seed: 3, skew: 5_000 });
    const process = simulation.process("one");
    expect(Math.abs(process.now() - simulation.scheduler.now())).toBeLessThanOrEqual(5_000);
    const before = process.now();
    let woken = 0;
    simulation.start("sleeper", async (sleeper) => {
      await sleeper.sleep(3_600_000);
      woken = simulation.scheduler.now();
    });
    process.end();
    await simulation.run(4_000_000);
    expect(woken - simulation.scheduler.now()).toBe(0);
    expect(process.now() - before).toBe(3_600_000);
  });
  test("takes its branches along in death, and they take it", async () => {
    const simulation = createSimulation({ seed: 3 });
    const whole = simulation.process("whole");
    const [one, other] = [whole.branch("one"), whole.branch("other")];
    let woken = 0;
    void one.sleep(10).then(() => woken++);
    void other.sleep(10).then(() => woken++);
    other.kill();
    await simulation.run(100);
    expect([whole.isRunning, one.isRunning, woken]).toEqual([false, false, 0]);
  });
  test("that waits for what is no part of the simulation holds virtual time up", async () => {
    const simulation = createSimulation({ seed: 3 });
    const times: number[] = [];
    const begun = simulation.scheduler.now();
    simulation.start("reader", async () => {
      await setTimeout(30);
      times.push(simulation.scheduler.now() - begun);
    });
    simulation.scheduler.after(1_000, () => times.push(1_000));
    await simulation.run(2_000);
    expect(times).toEqual([0, 1_000]);
  });
});
