import {
  PutEventsCommand,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { eventually, mustBe, mustRefuse } from "../expect.ts";
import { makeFunction } from "../make/function.ts";
import { makeQueue, receive } from "../make/queue.ts";
import { makeRole } from "../make/role.ts";
import { removeRule } from "../make/rule.ts";
import { fails, probes } from "../probe.ts";
import { type World } from "../world.ts";

const slow = { limitMs: 150_000 };
const minute = { withinMs: 90_000 };
const soon = { withinMs: 25_000 };

export const eventProbes = probes("Schedules and events", {
  "schedules.fire": ["A schedule starts its function each minute", rateFires, slow],
  "schedules.once": ["A schedule for one time fires then", onceFires, slow],
  "schedules.disabled": ["A disabled schedule doesn't fire", disabled, slow],
  "schedules.role": ["A schedule may only what its role may", scheduleRole, slow],
  "schedules.settings": ["A schedule is changed and told", settings],
  "schedules.names": ["An expression that isn't one is refused", badExpression],
  "events.pattern": ["An event goes to the targets whose rule it matches", pattern],
  "events.function": ["An event starts a function", eventToFunction, slow],
  "events.transform": ["A target gets what its transformer makes of it", transform],
  "events.rate": ["A rule with a rate fires each minute", ruleRate, slow],
});

async function schedule(world: World, more: Partial<CreateScheduleCommandInput>) {
  const Name = world.name("schedule");
  const FlexibleTimeWindow = { Mode: "OFF" } as const;
  const Target = more.Target;
  const common = { Name, FlexibleTimeWindow, ScheduleExpression: "rate(1 minute)" };
  await world.scheduler.send(new CreateScheduleCommand({ ...common, ...more, Target }));
  world.onEnd(() => world.scheduler.send(new DeleteScheduleCommand({ Name })));
  return Name;
}

/** An `at()` expression so many seconds from now, in UTC as AWS reads it. */
function inSeconds(seconds: number) {
  const at = new Date(Date.now() + seconds * 1_000).toISOString().slice(0, 19);
  return `at(${at})`;
}

async function rateFires(world: World) {
  const told = await makeQueue(world);
  const made = await makeFunction(world, "await tell(JSON.stringify(event));", { tells: told });
  const RoleArn = await makeRole(world, [{ Action: "lambda:InvokeFunction", Resource: made.arn }]);
  await schedule(world, { Target: { Arn: made.arn, RoleArn, Input: '{"tick":1}' } });
  const [message] = await receive(world, told, minute);
  mustBe(message?.Body, '{"tick":1}', "what it was given");
}

async function onceFires(world: World) {
  const queue = await makeQueue(world);
  const RoleArn = await makeRole(world, [{ Action: "sqs:SendMessage", Resource: queue.arn }]);
  const Target = { Arn: queue.arn, RoleArn, Input: "now" };
  await schedule(world, { ScheduleExpression: inSeconds(3), Target });
  const started = performance.now();
  const [message] = await receive(world, queue, soon);
  mustBe(message?.Body, "now", "what was sent");
  mustBe(performance.now() - started > 1_000, true, "not before its time");
}

async function disabled(world: World) {
  const queue = await makeQueue(world);
  const RoleArn = await makeRole(world, [{ Action: "sqs:SendMessage", Resource: queue.arn }]);
  const target = (Input: string) => ({ Arn: queue.arn, RoleArn, Input });
  const ScheduleExpression = inSeconds(2);
  await schedule(world, { ScheduleExpression, State: "DISABLED", Target: target("off") });
  await schedule(world, { ScheduleExpression: inSeconds(3), Target: target("on") });
  const [message] = await receive(world, queue, soon);
  mustBe(message?.Body, "on", "what was sent");
}

async function scheduleRole(world: World) {
  const queue = await makeQueue(world, { Policy: "" });
  const none = await makeRole(world, [{ Action: "sqs:ListQueues", Resource: "*" }]);
  const may = await makeRole(world, [{ Action: "sqs:SendMessage", Resource: queue.arn }]);
  const target = (RoleArn: string, Input: string) => ({ Arn: queue.arn, RoleArn, Input });
  await schedule(world, { ScheduleExpression: inSeconds(2), Target: target(none, "may not") });
  await schedule(world, { ScheduleExpression: inSeconds(4), Target: target(may, "may") });
  const messages = await receive(world, queue, soon);
  if (messages.some(({ Body }) => Body === "may not")) fails("sent without its role's permission");
}

async function settings(world: World) {
  const queue = await makeQueue(world);
  const RoleArn = await makeRole(world, []);
  const Target = { Arn: queue.arn, RoleArn, Input: "x" };
  const Name = await schedule(world, { State: "DISABLED", Target });
  const FlexibleTimeWindow = { Mode: "OFF" } as const;
  const changed = { Name, FlexibleTimeWindow, ScheduleExpression: "cron(0 12 * * ? *)", Target };
  await world.scheduler.send(new UpdateScheduleCommand({ ...changed, State: "DISABLED" }));
  const told = await world.scheduler.send(new GetScheduleCommand({ Name }));
  const found = [told.ScheduleExpression, told.State, told.Target?.Input];
  mustBe(found, ["cron(0 12 * * ? *)", "DISABLED", "x"], "what is told");
}

async function badExpression(world: World) {
  const queue = await makeQueue(world);
  const Target = { Arn: queue.arn, RoleArn: await makeRole(world, []) };
  for (const ScheduleExpression of ["every minute", "rate(0 minutes)", "cron(* * * * * *)"]) {
    const made = schedule(world, { ScheduleExpression, State: "DISABLED", Target });
    await mustRefuse(made, ScheduleExpression, "ValidationException");
  }
}

async function rule(
  world: World,
  matching: Partial<PutRuleCommandInput>,
  target: Omit<Target, "Id">,
) {
  const Name = world.name("rule");
  await world.events.send(new PutRuleCommand({ Name, ...matching }));
  removeRule(world, Name, ["1"]);
  const Targets = [{ ...target, Id: "1", Arn: target.Arn }];
  const { FailedEntryCount } = await world.events.send(
    new PutTargetsCommand({ Rule: Name, Targets }),
  );
  mustBe(FailedEntryCount ?? 0, 0, "targets that were refused");
  return Name;
}

async function emit({ events }: World, Source: string, detail: object) {
  const Detail = JSON.stringify(detail);
  const Entries = [{ Source, DetailType: "Probe", Detail }];
  await events.send(new PutEventsCommand({ Entries }));
}

async function pattern(world: World) {
  const queue = await makeQueue(world);
  const source = world.name("source");
  const wanted = { source: [source], detail: { size: [{ numeric: [">", 5] }] } };
  await rule(world, { EventPattern: JSON.stringify(wanted) }, { Arn: queue.arn });
  await emit(world, source, { size: 1 });
  await emit(world, source, { size: 10 });
  const [message] = await receive(world, queue);
  mustBe(JSON.parse(message?.Body ?? "{}").detail, { size: 10 }, "what is sent");
}

async function eventToFunction(world: World) {
  const told = await makeQueue(world);
  const made = await makeFunction(world, "await tell(JSON.stringify(event.detail));", {
    tells: told,
  });
  const source = world.name("source");
  const EventPattern = JSON.stringify({ source: [source] });
  await world.lambda.send(
    new AddPermissionCommand({
      FunctionName: made.name,
      StatementId: "events",
      Action: "lambda:InvokeFunction",
      Principal: "events.amazonaws.com",
    }),
  );
  await rule(world, { EventPattern }, { Arn: made.arn });
  await emit(world, source, { a: 1 });
  const [message] = await receive(world, told);
  mustBe(message?.Body, '{"a":1}', "what it was given");
}

async function transform(world: World) {
  const queue = await makeQueue(world);
  const source = world.name("source");
  const EventPattern = JSON.stringify({ source: [source] });
  const InputTransformer = {
    InputPathsMap: { key: "$.detail.key" },
    InputTemplate: '{"got":"<key>"}',
  };
  await rule(world, { EventPattern }, { Arn: queue.arn, InputTransformer });
  await emit(world, source, { key: "a" });
  const [message] = await receive(world, queue);
  mustBe(JSON.parse(message?.Body ?? "{}"), { got: "a" }, "what is sent");
}

async function ruleRate(world: World) {
  const queue = await makeQueue(world);
  const target = { Arn: queue.arn, Input: '{"tick":1}' };
  await rule(world, { ScheduleExpression: "rate(1 minute)" }, target);
  const message = await eventually(
    async () => (await receive(world, queue, minute))[0],
    "a tick",
    minute,
  );
  mustBe(message.Body, '{"tick":1}', "what is sent");
}
