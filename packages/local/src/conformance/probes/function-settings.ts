import {
  CreateFunctionUrlConfigCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { mustAllow, mustAnswer, mustBe, mustRefuse, outcomeOf } from "../expect.ts";
import { invoke, makeFunction } from "../make/function.ts";
import { callUrl, makeUrl } from "../make/url.ts";
import { fails, probes } from "../probe.ts";
import { type World } from "../world.ts";

const slow = { limitMs: 60_000 };

export const functionSettingProbes = probes("Settings of functions", {
  "lambda.environment-limit": ["An environment over 4 KB is refused", environmentLimit, slow],
  "lambda.environment-update": [
    "A changed environment is seen by the next invocation",
    change,
    slow,
  ],
  "lambda.revision": ["A change by an old RevisionId is refused", revision, slow],
  "lambda.revision-new": ["Each change gives a new RevisionId", newRevision, slow],
  "lambda.refused-change": ["A change that is refused isn't carried out", refusedChange, slow],
  "lambda.concurrency": ["Reserved concurrency of 0 refuses all", concurrency, slow],
  "lambda.tags": ["Tags come back as they were set", tags, slow],
  "lambda.timeout-limit": ["A time-out over 900 s is refused", timeoutLimit, slow],
  "lambda.url-iam": ["A URL with AWS_IAM refuses unsigned calls", urlIam, slow],
  "lambda.url-permission": ["A public URL without permission refuses", urlPermission, slow],
});

/** Changes the environment, and waits until the change is in force. */
async function configure(
  { lambda }: World,
  FunctionName: string,
  Variables: Record<string, string>,
  RevisionId?: string,
) {
  const wanted = { FunctionName, Environment: { Variables }, RevisionId };
  const changed = await lambda.send(new UpdateFunctionConfigurationCommand(wanted));
  const limits = { client: lambda, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.5 };
  await waitUntilFunctionUpdatedV2(limits, { FunctionName });
  return changed;
}

async function environmentLimit(world: World) {
  const { name } = await makeFunction(world, "return 1;");
  await mustAllow(configure(world, name, { A: "x".repeat(3_900) }), "3.9 KB");
  const large = configure(world, name, { A: "x".repeat(4_200) });
  await mustRefuse(large, "4.2 KB", "InvalidParameterValueException");
}

async function change(world: World) {
  const { name } = await makeFunction(world, "return process.env.OWN;", {
    Environment: { Variables: { OWN: "old" } },
  });
  mustBe((await invoke(world, name)).result, "old", "before");
  await configure(world, name, { OWN: "new" });
  mustBe((await invoke(world, name)).result, "new", "after");
}

async function revisionOf({ lambda }: World, FunctionName: string) {
  const config = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return config.RevisionId;
}

async function revision(world: World) {
  const { name } = await makeFunction(world, "return 1;");
  const old = await revisionOf(world, name);
  await mustAllow(configure(world, name, { A: "1" }, old), "by the present one");
  await mustRefuse(
    configure(world, name, { A: "2" }, old),
    "by the old one",
    "PreconditionFailedException",
  );
}

async function newRevision(world: World) {
  const { name } = await makeFunction(world, "return 1;");
  const first = await revisionOf(world, name);
  await configure(world, name, { A: "1" });
  const second = await revisionOf(world, name);
  mustBe(first !== undefined && second !== first, true, "another one after a change");
  mustBe((await revisionOf(world, name)) === second, true, "the same one without a change");
}

async function refusedChange(world: World) {
  const { name: FunctionName } = await makeFunction(world, "return 1;");
  for (let round = 0; round < 10; round++) {
    const isTaken = async (at: number) => {
      const Environment = { Variables: { A: `${round}.${at}` } };
      const wanted = new UpdateFunctionConfigurationCommand({ FunctionName, Environment });
      return (await outcomeOf(world.lambda.send(wanted))) === undefined;
    };
    const taken = await Promise.all(Array.from({ length: 8 }, (_, at) => isTaken(at)));
    const asked = new GetFunctionConfigurationCommand({ FunctionName });
    const { Environment } = await world.lambda.send(asked);
    const [, last = ""] = Environment?.Variables?.["A"]?.split(".") ?? [];
    mustBe(taken[Number(last)], true, "whether the one that is found was taken");
  }
}

async function concurrency(world: World) {
  const { name } = await makeFunction(world, "return 1;");
  const none = { FunctionName: name, ReservedConcurrentExecutions: 0 };
  await world.lambda.send(new PutFunctionConcurrencyCommand(none));
  const call = world.lambda.send(new InvokeCommand({ FunctionName: name }));
  await mustRefuse(call, "an invocation", "TooManyRequestsException");
}

async function tags(world: World) {
  const { arn } = await makeFunction(world, "return 1;", { Tags: { stage: "dev" } });
  await world.lambda.send(new TagResourceCommand({ Resource: arn, Tags: { app: "probe" } }));
  const { Tags } = await world.lambda.send(new ListTagsCommand({ Resource: arn }));
  mustBe({ ...Tags }, { stage: "dev", app: "probe" }, "the tags");
}

async function timeoutLimit(world: World) {
  const made = makeFunction(world, "return 1;", { Timeout: 901 });
  await mustRefuse(made, "901 s", "ValidationException", "InvalidParameterValueException");
}

async function urlIam(world: World) {
  const made = await makeFunction(world, "return 'in';");
  const config = { FunctionName: made.name, AuthType: "AWS_IAM" } as const;
  const { FunctionUrl = "" } = await world.lambda.send(new CreateFunctionUrlConfigCommand(config));
  mustAnswer(await statusOf(world, FunctionUrl), [403], "an unsigned call");
}

async function urlPermission(world: World) {
  const made = await makeFunction(world, "return 'in';");
  const config = { FunctionName: made.name, AuthType: "NONE" } as const;
  const { FunctionUrl = "" } = await world.lambda.send(new CreateFunctionUrlConfigCommand(config));
  mustAnswer(await statusOf(world, FunctionUrl), [403], "a call without a permission");
  const open = await makeFunction(world, "return 'in';");
  const host = await makeUrl(world, open);
  const { status } = await callUrl(world, host, { method: "GET", path: "/" });
  if (status !== 200) fails(`with the permission: HTTP ${status}`);
}

async function statusOf(world: World, functionUrl: string) {
  const [id] = new URL(functionUrl).hostname.split(".");
  const host = `${id}.lambda-url.${world.region}.localhost`;
  return (await callUrl(world, host, { method: "GET", path: "/" })).status;
}
