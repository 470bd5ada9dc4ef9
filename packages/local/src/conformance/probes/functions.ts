import { setTimeout as sleep } from "node:timers/promises";
import { InvokeCommand, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import * as z from "zod";
import { eventually, mustAllow, mustAnswer, mustBe, mustRefuse } from "../expect.ts";
import { codeOf, invoke, makeFunction } from "../make/function.ts";
import { makeQueue, receive } from "../make/queue.ts";
import { actAs } from "../make/role.ts";
import { callUrl, makeUrl } from "../make/url.ts";
import { fails, probes } from "../probe.ts";
import { type World } from "../world.ts";

const slow = { limitMs: 60_000 };

export const functionProbes = probes("Functions", {
  "lambda.invoke": ["A function of Node 24 is invoked and answers", answers, slow],
  "lambda.role": ["It runs with its own role's keys, no others", ownRole, slow],
  "lambda.environment": ["It sees its own variables and those that AWS sets", environment, slow],
  "lambda.folder": ["Its working folder is its code's", folder, slow],
  "lambda.error": ["An error that it throws is told apart from an answer", throwing, slow],
  "lambda.undefined": ["A handler that returns nothing answers null", returningNothing, slow],
  "lambda.timeout": ["It is ended at its time-out", timeOut, slow],
  "lambda.deadline": ["It is told its remaining time", deadline, slow],
  "lambda.parallel": ["Two invocations run at the same time", parallel, slow],
  "lambda.async": ["An asynchronous invocation is accepted and run", asynchronous, slow],
  "lambda.payload-limit": ["An answer over 6 MB is refused", payloadLimit, slow],
  "lambda.update": ["New code is run from then on", update, slow],
  "lambda.permission": ["A role may invoke only what its policy allows", permission, slow],
  "lambda.url": ["A function URL answers, by its Host header", url, slow],
  "lambda.url-binary": ["A function URL takes and gives bytes", urlBinary, slow],
});

async function answers(world: World) {
  const made = await makeFunction(world, "return { ...event, node: process.version };");
  const { result } = await invoke(world, made.name, { text: "ü" });
  const { text, node } = z.object({ text: z.string(), node: z.string() }).parse(result);
  mustBe([text, node.split(".")[0]], ["ü", "v24"], "its answer and its Node");
}

const Identity = z.object({ key: z.string(), secret: z.string(), token: z.string() });

async function ownRole(world: World) {
  const names = "AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token";
  const made = await makeFunction(
    world,
    `const { ${names} } = process.env;\nreturn { key, secret, token };`,
    { statements: [{ Action: "s3:ListAllMyBuckets", Resource: "*" }] },
  );
  const { key, secret, token } = Identity.parse((await invoke(world, made.name)).result);
  const itself = world.as({ accessKeyId: key, secretAccessKey: secret, sessionToken: token });
  const { Arn = "" } = await itself.sts.send(new GetCallerIdentityCommand({}));
  if (!/assumed-role\/probe-role-/.test(Arn)) fails("it runs with other keys than its role's");
  await mustAllow(itself.s3.send(new ListBucketsCommand({})), "what its role may");
  const more = itself.lambda.send(new InvokeCommand({ FunctionName: made.name }));
  await mustRefuse(more, "what its role may not", "AccessDeniedException");
}

async function environment(world: World) {
  const made = await makeFunction(
    world,
    `const { OWN, AWS_LAMBDA_FUNCTION_NAME, AWS_REGION } = process.env;
     return { OWN, named: AWS_LAMBDA_FUNCTION_NAME === context.functionName, AWS_REGION };`,
    { Environment: { Variables: { OWN: "a=b c" } } },
  );
  const { result } = await invoke(world, made.name);
  const expected = { OWN: "a=b c", named: true, AWS_REGION: world.region };
  mustBe(result, expected, "its variables");
}

async function folder(world: World) {
  const made = await makeFunction(
    world,
    `const { existsSync } = await import("node:fs");
     return existsSync("index.mjs");`,
  );
  mustBe((await invoke(world, made.name)).result, true, "its code is in the working folder");
}

async function throwing(world: World) {
  const made = await makeFunction(world, "throw new TypeError('on purpose');");
  const { result, error } = await invoke(world, made.name);
  mustBe(error, "Unhandled", "FunctionError");
  const shape = z.object({ errorType: z.string(), errorMessage: z.string() }).safeParse(result);
  mustBe(shape.data, { errorType: "TypeError", errorMessage: "on purpose" }, "what is told");
}

async function returningNothing(world: World) {
  const made = await makeFunction(world, "", { Timeout: 5 });
  const { result, error } = await invoke(world, made.name);
  if (error !== undefined) fails(`${error}, as if it had not ended`);
  mustBe(result, null, "its answer");
}

async function timeOut(world: World) {
  const body = "await new Promise((resolve) => setTimeout(resolve, 20_000)); return 1;";
  const made = await makeFunction(world, body, { Timeout: 1 });
  const started = performance.now();
  const { result, error } = await invoke(world, made.name);
  if (error === undefined || performance.now() - started > 10_000) fails("it ran on");
  const { errorMessage } = z.object({ errorMessage: z.string() }).parse(result);
  mustBe(/Task timed out after 1/.test(errorMessage), true, "the message is AWS's");
}

async function deadline(world: World) {
  const made = await makeFunction(world, "return context.getRemainingTimeInMillis();", {
    Timeout: 9,
  });
  const { result } = await invoke(world, made.name);
  const milliseconds = z.number().parse(result);
  mustBe(milliseconds > 6_000 && milliseconds <= 9_000, true, "of 9 s at most 9, at least 6");
}

async function parallel(world: World) {
  const body = `const began = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    return [began, Date.now()];`;
  const made = await makeFunction(world, body);
  await invoke(world, made.name);
  const both = await Promise.all([invoke(world, made.name), invoke(world, made.name)]);
  const [one, two] = both.map(({ result }) => z.tuple([z.number(), z.number()]).parse(result));
  const together = one && two && one[0] < two[1] && two[0] < one[1];
  if (together !== true) fails("one after the other");
}

async function asynchronous(world: World) {
  const queue = await makeQueue(world);
  const made = await makeFunction(world, "await tell(event.text);", { tells: queue });
  const request = { FunctionName: made.name, InvocationType: "Event" } as const;
  const Payload = JSON.stringify({ text: "later" });
  const { StatusCode } = await world.lambda.send(new InvokeCommand({ ...request, Payload }));
  mustBe(StatusCode, 202, "its status");
  const [message] = await receive(world, queue);
  mustBe(message?.Body, "later", "what it got");
}

async function payloadLimit(world: World) {
  const made = await makeFunction(world, "return 'x'.repeat(7 * 1024 ** 2);");
  const { error } = await invoke(world, made.name);
  if (error === undefined) fails("7 MB: accepted");
}

async function update(world: World) {
  const made = await makeFunction(world, "return 1;");
  mustBe((await invoke(world, made.name)).result, 1, "the old code's answer");
  const FunctionName = made.name;
  const ZipFile = codeOf("return 2;");
  await world.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  const look = async () => ((await invoke(world, made.name)).result === 2 ? true : undefined);
  await eventually(look, "the new code's answer");
  await sleep(50);
  mustBe((await invoke(world, made.name)).result, 2, "the answer from then on");
}

async function permission(world: World) {
  const [one, two] = [
    await makeFunction(world, "return 1;"),
    await makeFunction(world, "return 2;"),
  ];
  const role = await actAs(world, { Action: "lambda:InvokeFunction", Resource: one.arn });
  const call = (FunctionName: string) => role.lambda.send(new InvokeCommand({ FunctionName }));
  await mustAllow(call(one.name), "what is allowed");
  await mustRefuse(call(two.name), "another function", "AccessDeniedException");
}

const echo = `const { requestContext, rawPath, rawQueryString, headers, body, isBase64Encoded } = event;
  return {
    statusCode: 201,
    headers: { "x-method": requestContext.http.method, "content-type": "application/json" },
    cookies: ["a=1; HttpOnly"],
    body: JSON.stringify({ rawPath, rawQueryString, own: headers["x-own"], body, isBase64Encoded }),
  };`;

async function url(world: World) {
  const made = await makeFunction(world, echo);
  const at = await makeUrl(world, made);
  const answer = await callUrl(world, at, {
    method: "POST",
    path: "/a%20b/c?x=1&y=%C3%BC",
    headers: { "x-own": "1", "content-type": "application/json" },
    body: '{"a":1}',
  });
  mustAnswer(answer.status, [201], "the call");
  mustBe(answer.headers["x-method"], "POST", "the method it saw");
  mustBe(answer.headers["set-cookie"], ["a=1; HttpOnly"], "its cookie");
  const seen = JSON.parse(answer.body.toString());
  mustBe([seen.own, seen.body], ["1", '{"a":1}'], "the header and the body it saw");
  mustBe([seen.rawPath, seen.rawQueryString], ["/a%20b/c", "x=1&y=%C3%BC"], "the path it saw");
}

async function urlBinary(world: World) {
  const made = await makeFunction(
    world,
    `return { statusCode: 200, headers: { "content-type": "image/png" }, isBase64Encoded: true,
       body: Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8").toString("base64") };`,
  );
  const at = await makeUrl(world, made);
  const body = Buffer.from([0, 255, 137, 80, 78, 71, 200]);
  const headers = { "content-type": "image/png" };
  const answer = await callUrl(world, at, { method: "POST", path: "/", headers, body });
  mustBe(answer.body.equals(body), true, "the bytes come back");
}
