import { fork } from "node:child_process";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { ListBucketsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
} from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { deployApart } from "../../packages/local/src/deploy/apart.ts";
import { destroy } from "../../packages/local/src/deploy/deploy.ts";
import { smallProject } from "./small-project.ts";
import { clients } from "./stack.ts";

// Each deployment runs an SST program, which takes seconds.
const patience = { timeout: 240_000 };
const { dynamodb, iam, lambda, s3, sqs } = clients();

const store = `new sst.aws.Bucket("Store");`;
const table = `new sst.aws.Dynamo("Table", { fields: { id: "string" }, primaryIndex: { hashKey: "id" } });`;
const queueOf = (minutes: number) =>
  `new sst.aws.Queue("Work", { visibilityTimeout: "${minutes} minutes" });`;
const functionOf = (timeout: number) =>
  `new sst.aws.Function("Fn", { handler: "fn.handler", timeout: "${timeout} seconds" });`;
const whole = [store, table, queueOf(1), functionOf(10)];

async function project() {
  const small = await smallProject();
  const deploy = async (...lines: string[]) => {
    await small.write(lines);
    return (await deployApart(small.options)).counts;
  };
  return { ...small, deploy };
}

/** Names of all that the emulator has of the program, sorted. */
async function existing(name: string) {
  const [buckets, tables, queues, functions, roles] = await Promise.all([
    s3.send(new ListBucketsCommand({})),
    dynamodb.send(new ListTablesCommand({})),
    sqs.send(new ListQueuesCommand({ QueueNamePrefix: name, MaxResults: 1000 })),
    lambda.send(new ListFunctionsCommand({})),
    iam.send(new ListRolesCommand({ MaxItems: 1000 })),
  ]);
  const names = [
    ...(buckets.Buckets ?? []).map((one) => `bucket ${one.Name}`),
    ...(tables.TableNames ?? []).map((one) => `table ${one}`),
    ...(queues.QueueUrls ?? []).map((one) => `queue ${one.split("/").at(-1)}`),
    ...(functions.Functions ?? []).map((one) => `function ${one.FunctionName}`),
    ...(roles.Roles ?? []).map((one) => `role ${one.RoleName}`),
  ];
  return names.filter((one) => one.includes(` ${name}-`)).toSorted();
}

const kindsOf = (names: readonly string[]) => names.map((one) => one.split(" ")[0]);
const everyKind = ["bucket", "function", "queue", "role", "table"];

describe("a deployment to the emulator", patience, () => {
  test("makes everything once, and keeps it all when nothing changed", async () => {
    const { name, deploy } = await project();
    const first = await deploy(...whole);
    const made = await existing(name);
    expect(kindsOf(made)).toEqual(everyKind);
    const again = await deploy(...whole);
    expect(again).toMatchObject({ created: 0, updated: 0, replaced: 0, removed: 0 });
    expect(again.kept).toBe(first.created);
    expect(await existing(name)).toEqual(made);
    // Another text of the same program is run again, and comes to the same.
    const run = await deploy(...whole, "/* and that is all */");
    expect(run).toMatchObject({ created: 0, updated: 0, replaced: 0, removed: 0 });
    expect(run.kept).toBe(first.created);
  });

  test("sends a handler's code when it changed, though the program did not", async () => {
    const { name, deploy, writeHandler } = await project();
    await deploy(...whole);
    const FunctionName = (await existing(name))
      .find((one) => one.startsWith("function"))
      ?.split(" ")[1];
    const answer = async () =>
      (await lambda.send(new InvokeCommand({ FunctionName }))).Payload?.transformToString();
    expect(await answer()).toBe("1");
    await writeHandler("export const handler = async () => 2;");
    expect(await deploy(...whole)).toMatchObject({ created: 0, removed: 0 });
    expect(await answer()).toBe("2");
    expect(await deploy(...whole)).toMatchObject({ updated: 0 });
  });

  test("updates what changed in place, under its old name", async () => {
    const { name, deploy } = await project();
    await deploy(...whole);
    const made = await existing(name);
    const nameOf = (kind: string) => made.find((one) => one.startsWith(kind))?.split(" ")[1];
    const counts = await deploy(store, table, queueOf(5), functionOf(20));
    expect(counts).toMatchObject({ created: 0, updated: 2, replaced: 0, removed: 0 });
    expect(await existing(name)).toEqual(made);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: nameOf("queue") }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["VisibilityTimeout"] }),
    );
    expect(Attributes).toMatchObject({ VisibilityTimeout: "300" });
    expect(
      await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: nameOf("function") })),
    ).toMatchObject({ Timeout: 20 });
  });

  test("removes what the program no longer has, with what is in it", async () => {
    const { name, deploy } = await project();
    await deploy(...whole);
    const made = await existing(name);
    const Bucket = made.find((one) => one.startsWith("bucket"))?.split(" ")[1];
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "a" }));
    const { removed } = await deploy(table, queueOf(1));
    expect(removed).toBeGreaterThan(2);
    expect(await existing(name)).toEqual(made.filter((one) => /^(table|queue)/.test(one)));
  });

  test("leaves nothing once destroyed", async () => {
    const { name, options, deploy } = await project();
    const { created } = await deploy(...whole);
    expect(await destroy(options)).toBe(created);
    expect(await existing(name)).toEqual([]);
    expect(await destroy(options)).toBe(0);
  });

  test("that fails keeps what it made, and the next goes on from there", async () => {
    const { name, deploy } = await project();
    const broken = `new sst.aws.Queue("Bad", { visibilityTimeout: "1 minute", transform: { queue: { kmsMasterKeyId: "mine" } } });`;
    await expect(deploy(...whole, broken)).rejects.toMatchObject({ reason: "local.ignored-input" });
    await deploy(...whole);
    expect(kindsOf(await existing(name))).toEqual(everyKind);
  });

  test.each([1, 4, 8, 10])(
    "killed after %i resources is continued, and nothing is there twice",
    async (count) => {
      const { name, options, write, deploy } = await project();
      await write(whole);
      await killAfter(count, options);
      await deploy(...whole);
      expect(kindsOf(await existing(name))).toEqual(everyKind);
      const again = await deploy(...whole);
      expect(again).toMatchObject({ created: 0, updated: 0, replaced: 0, removed: 0 });
      await destroy(options);
      expect(await existing(name)).toEqual([]);
    },
  );

  test("waits for another of the same stage, and then finds all made", async () => {
    const { name, options, write } = await project();
    await write(whole);
    const both = await Promise.all([deployApart(options), deployApart(options)]);
    const [first, second] = both
      .map(({ counts }) => counts)
      .toSorted((a, b) => b.created - a.created);
    expect(second).toMatchObject({ created: 0, updated: 0, kept: first?.created });
    expect(kindsOf(await existing(name))).toEqual(everyKind);
  });
});

/** Runs a deployment whose process is killed as soon as it has told of `count` resources. */
async function killAfter(count: number, options: unknown) {
  const module = new URL("../../packages/local/src/deploy/worker.ts", import.meta.url);
  const worker = fork(module, { stdio: ["ignore", "ignore", "ignore", "ipc"], execArgv: [] });
  let told = 0;
  worker.on("message", ({ kind }: { kind: string }) => {
    if (kind === "note" && ++told === count) worker.kill("SIGKILL");
  });
  worker.send({ options });
  const signal = await new Promise((resolve) =>
    worker.once("exit", (_, reason) => resolve(reason)),
  );
  expect(signal).toBe("SIGKILL");
}
