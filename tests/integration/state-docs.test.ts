import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { DeleteTableCommand } from "@aws-sdk/client-dynamodb";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { type Statement } from "@switchyard/core/state/permissions.ts";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createSubjectBucket, removeSubjectBucket } from "../contract/s3/subject.ts";
import { blocks, type Block } from "../unit/docs/blocks.ts";
import { makeIdleFunction } from "./idle-function.ts";
import { makeRole } from "./role-with.ts";
import { clients, stack } from "./stack.ts";

const run = promisify(execFile);
const { dynamodb, lambda, s3 } = clients();
const unique = crypto.randomUUID().slice(0, 8);
const [bucket, functionName, tableName] = [`docs-${unique}`, `docs-${unique}`, `docs-${unique}`];
const named = (text: string) =>
  text
    .replaceAll("my-bucket", bucket)
    .replaceAll("my-function", functionName)
    .replaceAll("my-table", tableName);
beforeAll(async () => {
  await createSubjectBucket(s3, bucket);
  await makeIdleFunction(functionName);
});
afterAll(async () => {
  await removeSubjectBucket(s3, bucket);
  await lambda.send(new DeleteFunctionCommand({ FunctionName: functionName }));
  await dynamodb.send(new DeleteTableCommand({ TableName: tableName }));
});

const of = (page: string) => blocks.filter((block) => block.page === `docs/${page}.md`);
const examples = [
  "jar",
  "bucket",
  "migrate-from-awsjar",
  "persistent-map",
  "migrate-from-aws-lambda-persistence",
].flatMap((page) =>
  of(page).filter(
    ({ language, code }) => language === "ts" && code.includes("@switchyard/core/state/"),
  ),
);

describe("the examples of Jar, Bucket and PersistentMap", () => {
  test("are not left out", () => expect(examples.length).toBeGreaterThanOrEqual(9));

  test.each(examples)("run with their page's permissions: $page, $heading", async ({ code }) => {
    const role = await makeRole();
    onTestFinished(() => role.remove());
    for (const statement of statements) await role.give(statement);
    const { stderr } = await run(process.execPath, [await written(named(code))], {
      env: {
        PATH: process.env["PATH"],
        AWS_ENDPOINT_URL: stack().endpoint,
        AWS_REGION: stack().region,
        AWS_ACCESS_KEY_ID: role.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: role.credentials.secretAccessKey,
        AWS_SESSION_TOKEN: role.credentials.sessionToken,
      },
    });
    expect(stderr).toBe("");
  });
});

/** What the pages say is needed. */
const statements = ["jar", "bucket", "persistent-map"].flatMap(of).flatMap(statementsIn);

function statementsIn({ language, code, heading }: Block): Statement[] {
  if (language !== "json" || heading !== "Permissions") return [];
  return [JSON.parse(named(code)) as Statement | Statement[]].flat();
}

/** Puts an example into a file of its own, below the project, where its imports are found. */
async function written(code: string) {
  await mkdir(".switchyard", { recursive: true });
  const folder = await mkdtemp(path.resolve(".switchyard/docs-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, "example.ts");
  await writeFile(file, code);
  return file;
}
