import {
  DescribeRuleCommand,
  type EventBridgeClient,
  ListRuleNamesByTargetCommand,
} from "@aws-sdk/client-eventbridge";
import { ListSchedulesCommand, type SchedulerClient } from "@aws-sdk/client-scheduler";
import { eventBridgeClient } from "../../aws/clients/eventbridge.ts";
import { schedulerClient } from "../../aws/clients/scheduler.ts";
import { unqualified } from "../worker/lambda-context.ts";

export interface TargetAccess {
  readonly scheduler?: Pick<SchedulerClient, "send">;
  readonly events?: Pick<EventBridgeClient, "send">;
}

/**
 * Whether an enabled EventBridge Scheduler schedule, or an enabled rule of the default bus, targets
 * the function, with or without a version or alias.
 *
 * Schedules of the universal target (`aws-sdk:lambda:invoke`) don't show their function in the
 * list and are not seen. Needs `scheduler:ListSchedules`, `events:ListRuleNamesByTarget` and
 * `events:DescribeRule`. Seed: any_events_rules_enabled.
 */
export async function isTargeted(
  functionArn: string,
  { scheduler = schedulerClient(), events = eventBridgeClient() }: TargetAccess = {},
): Promise<boolean> {
  const arns = [...new Set([functionArn, unqualified(functionArn)])];
  if (await hasSchedule(arns, scheduler)) return true;
  for (const arn of arns) if (await hasRule(arn, events)) return true;
  return false;
}

async function hasSchedule(arns: readonly string[], scheduler: Pick<SchedulerClient, "send">) {
  let NextToken: string | undefined;
  do {
    const page = await scheduler.send(new ListSchedulesCommand({ State: "ENABLED", NextToken }));
    const found = page.Schedules?.some(
      // An emulator may not filter by state.
      ({ State, Target }) => State === "ENABLED" && arns.includes(Target?.Arn ?? ""),
    );
    if (found) return true;
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return false;
}

async function hasRule(TargetArn: string, events: Pick<EventBridgeClient, "send">) {
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListRuleNamesByTargetCommand({ TargetArn, NextToken }));
    for (const Name of page.RuleNames ?? []) {
      const { State } = await events.send(new DescribeRuleCommand({ Name }));
      if (State !== undefined && State !== "DISABLED") return true;
    }
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return false;
}
