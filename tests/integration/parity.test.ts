import { PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openState } from "../../packages/local/src/deploy/deploy.ts";
import { compareWithState } from "../../packages/local/src/parity/compare.ts";
import { connect } from "../../packages/local/src/provider/aws.ts";
import { stack } from "./stack.ts";

const { endpoint, region, credentials } = stack();
const target = { endpoint, region, credentials, functionEndpoint: undefined };
const aws = connect(target);
const state = () => openState(process.cwd(), "local", target);
const compare = async () => compareWithState(await state(), aws);

// What the visit counter keeps is in its function's environment, and no part of the program.
beforeAll(async () => {
  const Payload = JSON.stringify({ reset: true });
  await aws.lambda.send(new InvokeCommand({ FunctionName: stack().outputs.visit, Payload }));
});

describe("what the emulator reports", () => {
  test("of every resource is what the program asked for", async () => {
    const { compared, differences, unseen } = await compare();
    expect(compared).toBeGreaterThan(50);
    expect(differences).toEqual([]);
    expect(unseen).toEqual([]);
  });

  test("differs where somebody changed a resource by hand", async () => {
    // By the state: there may be others' groups with the same beginning.
    const made = (await state()).all().map(([, resource]) => resource);
    const group = made.find(
      ({ type, name }) => type.endsWith(":LogGroup") && name.startsWith("Sweep"),
    );
    const { name: logGroupName, retentionInDays } = group?.inputs ?? {};
    if (typeof logGroupName !== "string" || typeof retentionInDays !== "number")
      throw new TypeError("the sweep has no log group with a retention");
    const retain = (days: number) =>
      aws.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: days }));
    onTestFinished(async () => void (await retain(retentionInDays)));
    await retain(3);
    expect((await compare()).differences).toMatchObject([
      { path: "retentionInDays", wanted: retentionInDays, reported: 3 },
    ]);
  });
});
