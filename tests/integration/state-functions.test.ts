import { InvokeCommand } from "@aws-sdk/client-lambda";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { Bucket } from "@switchyard/core/state/bucket";
import { Jar } from "@switchyard/core/state/jar";
import { PersistentMap } from "@switchyard/core/state/persistent-map";
import { afterAll, describe, expect, test } from "vitest";
import { borrowRole } from "./borrowed-role.ts";
import { clients, stack } from "./stack.ts";

const patience = { timeout: 60_000 };
const { lambda } = clients();
const { outputs, endpoint, region, enforcesIam } = stack();

async function invoke(name: "visit" | "visits" | "configuration" | "primes", event: object = {}) {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: outputs[name], Payload: JSON.stringify(event) }),
  );
  const answer: unknown = JSON.parse(Payload?.transformToString() ?? "null");
  return FunctionError === undefined ? answer : { failed: answer };
}

describe("the visit counter", patience, () => {
  test("remembers from visit to visit", async () => {
    const { count } = (await invoke("visit")) as { count: number };
    expect(await invoke("visit")).toMatchObject({ count: count + 1 });
    expect(await invoke("visits")).toMatchObject({ count: count + 1 });
    expect(await invoke("visit", { reset: true })).toMatchObject({ count: 0 });
    expect(await invoke("visits")).toMatchObject({ count: 0 });
  });
});

describe("the configuration's snapshot", patience, () => {
  test("keeps what is changed, and only that", async () => {
    await invoke("configuration", { change: { banner: "hello", obsolete: 5 } });
    await invoke("configuration", { change: { obsolete: null, dark: true } });
    const { configuration } = (await invoke("configuration")) as { configuration: object };
    expect(configuration).toMatchObject({ banner: "hello", dark: true });
    expect(configuration).not.toHaveProperty("obsolete");
  });
});

describe("slow work that is remembered", patience, () => {
  test("is done once", async () => {
    const below = 100_000 + Math.floor(Math.random() * 1_000_000);
    const first = await invoke("primes", { below });
    expect(first).toMatchObject({ below, from: "computed" });
    expect(await invoke("primes", { below })).toMatchObject({
      ...(first as object),
      from: expect.stringMatching(/container|table/),
    });
    expect(await invoke("primes", { below: 10 })).toMatchObject({ primes: 4 });
  });

  test("refuses what it can't count, and keeps nothing of it", async () => {
    expect(await invoke("primes", { below: -1 })).toMatchObject({
      failed: { errorMessage: expect.stringContaining("below: expected a whole number") },
    });
  });
});

describe.runIf(enforcesIam)("a role that lacks a permission", patience, () => {
  const role = borrowRole("-Primes");
  afterAll(async () => (await role).giveBack());
  const config = async () => ({
    endpoint,
    region,
    credentials: (await role).credentials,
  });

  test("is told the statement to add for a Jar", async () => {
    const jar = new Jar({
      functionName: outputs.visits,
      client: new LambdaClient(await config()),
    });
    await expect(jar.put(1)).rejects.toMatchObject({
      code: "state.permissions_missing",
      statement: { Effect: "Allow", Action: "lambda:GetFunctionConfiguration" },
    });
  });

  test("is told so for a Bucket", async () => {
    const client = new S3Client({ ...(await config()), forcePathStyle: true });
    await expect(Bucket.open({ bucket: outputs.archive, client })).rejects.toMatchObject({
      code: "bucket.forbidden",
    });
  });

  test("is told the statement to add for a PersistentMap", async () => {
    const client = new DynamoDBClient(await config());
    const opened = PersistentMap.open(undefined, {
      client,
      tableName: outputs.ledger,
      tableKey: "primes",
    });
    await expect(opened).rejects.toMatchObject({
      code: "state.permissions_missing",
      statement: {
        Effect: "Allow",
        Action: expect.arrayContaining(["dynamodb:GetItem", "dynamodb:PutItem"]),
        Resource: expect.stringContaining(`table/${outputs.ledger}`),
      },
    });
  });
});
