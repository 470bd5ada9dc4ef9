import { DescribeTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  InvokeCommand,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { eventually, mustBe } from "../expect.ts";
import { type MadeFunction, makeFunction } from "../make/function.ts";
import { bodiesOf, type MadeQueue, makeQueue, receive } from "../make/queue.ts";
import { makeTable } from "../make/table.ts";
import { fails, probes } from "../probe.ts";
import { type World } from "../world.ts";

const slow = { limitMs: 60_000 };
const long = { limitMs: 120_000 };

export const triggerProbes = probes("What starts functions", {
  "triggers.queue": ["A queue's messages start a function and are deleted", fromQueue, slow],
  "triggers.partial": ["Of a batch only the failed messages come again", partial, slow],
  "triggers.failed-batch": ["A batch whose function fails comes again", failedBatch, slow],
  "triggers.dead-letters": ["What fails for good ends among the dead letters", deadLetters, slow],
  "triggers.batch-size": ["A batch is at most its size", batchSize, slow],
  "triggers.filter": ["A filter chooses which messages start it", filter, slow],
  "triggers.stream": ["A table's changes start a function", stream, slow],
  "triggers.async-retry": ["A failed asynchronous invocation is tried again", asyncRetry, long],
  "triggers.async-failure": ["One that fails for good goes to its destination", asyncFailure, slow],
});

const mayRead = {
  Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
  Resource: "*",
} as const;

async function subscribe(
  world: World,
  { name }: MadeFunction,
  EventSourceArn: string,
  more: Partial<CreateEventSourceMappingCommandInput> = {},
) {
  const mapping = { FunctionName: name, EventSourceArn, BatchSize: 10, ...more };
  const { UUID } = await world.lambda.send(new CreateEventSourceMappingCommand(mapping));
  world.onEnd(() => world.lambda.send(new DeleteEventSourceMappingCommand({ UUID })));
}

async function sendAll({ sqs }: World, { url }: MadeQueue, bodies: readonly string[]) {
  const Entries = bodies.map((MessageBody, i) => ({ Id: String(i), MessageBody }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
}

/** A function behind a queue of short visibility; it tells another queue what it saw. */
async function behindQueue(
  world: World,
  body: string,
  mapping: Partial<CreateEventSourceMappingCommandInput> = {},
) {
  const dead = await makeQueue(world);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 });
  const queue = await makeQueue(world, { VisibilityTimeout: "2", RedrivePolicy });
  const told = await makeQueue(world);
  const made = await makeFunction(world, body, { tells: told, statements: [mayRead], Timeout: 2 });
  await subscribe(world, made, queue.arn, mapping);
  return { queue, told, dead };
}

const tellBodies = "for (const { body } of event.Records) await tell(body);";

async function fromQueue(world: World) {
  const { queue, told } = await behindQueue(world, tellBodies);
  await sendAll(world, queue, ["a", "b"]);
  const seen = await receive(world, told, { count: 2 });
  mustBe(bodiesOf(seen), ["a", "b"], "what it saw");
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  const again = await receive(world, told, { withinMs: 100 }).catch(() => []);
  mustBe(again, [], "what came again");
}

async function partial(world: World) {
  const body = `const failed = [];
    for (const { body, messageId, attributes } of event.Records) {
      await tell(body + attributes.ApproximateReceiveCount);
      if (body === "bad") failed.push({ itemIdentifier: messageId });
    }
    return { batchItemFailures: failed };`;
  const reports = { FunctionResponseTypes: ["ReportBatchItemFailures" as const] };
  const { queue, told, dead } = await behindQueue(world, body, reports);
  await sendAll(world, queue, ["good", "bad", "fine"]);
  await receive(world, dead, { withinMs: 25_000 });
  const seen = await receive(world, told, { count: 5 });
  const bodies = bodiesOf(seen);
  mustBe(bodies, ["bad1", "bad2", "bad3", "fine1", "good1"], "what it saw, with the receives");
}

async function failedBatch(world: World) {
  const body = `for (const { body, attributes } of event.Records) {
      await tell(body + attributes.ApproximateReceiveCount);
      if (attributes.ApproximateReceiveCount === "1") throw new Error("on purpose");
    }`;
  const { queue, told } = await behindQueue(world, body);
  await sendAll(world, queue, ["a"]);
  const seen = await receive(world, told, { count: 2 });
  mustBe(bodiesOf(seen), ["a1", "a2"], "what it saw, with the receives");
}

async function deadLetters(world: World) {
  const { queue, dead } = await behindQueue(world, "throw new Error('on purpose');");
  await sendAll(world, queue, ["poison"]);
  const [message] = await receive(world, dead, { withinMs: 25_000 });
  mustBe(message?.Body, "poison", "what ends there");
}

async function batchSize(world: World) {
  const body = "await tell(String(event.Records.length));";
  const { queue, told } = await behindQueue(world, body, { BatchSize: 2 });
  await sendAll(world, queue, ["1", "2", "3", "4", "5"]);
  let total = 0;
  await eventually(async () => {
    for (const { Body } of await receive(world, told)) {
      if (Number(Body) > 2) fails(`a batch of ${Body}, of 2 at most`);
      total += Number(Body);
    }
    return total >= 5 ? true : undefined;
  }, "all five messages");
}

async function filter(world: World) {
  const Pattern = JSON.stringify({ body: { kind: ["wanted"] } });
  const mapping = { FilterCriteria: { Filters: [{ Pattern }] } };
  const { queue, told } = await behindQueue(world, tellBodies, mapping);
  const bodies = ["other", "wanted"].map((kind) => JSON.stringify({ kind }));
  await sendAll(world, queue, bodies);
  const [first] = await receive(world, told);
  mustBe(first?.Body, bodies[1], "what it saw");
}

async function stream(world: World) {
  const told = await makeQueue(world);
  const TableName = await makeTable(world, {
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
  const { Table } = await world.dynamodb.send(new DescribeTableCommand({ TableName }));
  const body = `for (const { eventName, dynamodb } of event.Records)
    await tell(eventName + " " + dynamodb.NewImage.pk.S);`;
  const Action = "dynamodb:*";
  const statements = [{ Action, Resource: "*" }];
  const made = await makeFunction(world, body, { tells: told, statements });
  const StartingPosition = "TRIM_HORIZON";
  await subscribe(world, made, Table?.LatestStreamArn ?? "", { StartingPosition });
  await world.dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: "a" } } }));
  const [message] = await receive(world, told, { withinMs: 30_000 });
  mustBe(message?.Body, "INSERT a", "what it saw");
}

async function asyncRetry(world: World) {
  const told = await makeQueue(world);
  const made = await makeFunction(world, "await tell('try'); throw new Error('on purpose');", {
    tells: told,
  });
  await world.lambda.send(
    new PutFunctionEventInvokeConfigCommand({ FunctionName: made.name, MaximumRetryAttempts: 1 }),
  );
  const start = { FunctionName: made.name, InvocationType: "Event" } as const;
  await world.lambda.send(new InvokeCommand(start));
  // AWS waits a minute before the second try, emulators usually less.
  await receive(world, told, { count: 2, withinMs: 90_000 });
}

async function asyncFailure(world: World) {
  const failures = await makeQueue(world);
  const statements = [{ Action: "sqs:SendMessage", Resource: failures.arn }];
  const made = await makeFunction(world, "throw new Error('on purpose');", { statements });
  await world.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: made.name,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: failures.arn } },
    }),
  );
  const start = { FunctionName: made.name, InvocationType: "Event" } as const;
  await world.lambda.send(new InvokeCommand({ ...start, Payload: '{"a":1}' }));
  const [message] = await receive(world, failures, { withinMs: 30_000 });
  const { requestPayload } = JSON.parse(message?.Body ?? "{}");
  mustBe(requestPayload, { a: 1 }, "what it was given");
}
