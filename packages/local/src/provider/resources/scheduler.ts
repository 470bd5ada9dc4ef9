import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  UpdateScheduleCommand,
  type FlexibleTimeWindowMode,
  type ScheduleState,
} from "@aws-sdk/client-scheduler";
import { unlessMissing, unlessThere } from "../aws.ts";
import type { ResourceType } from "../resource-type.ts";
import { arn } from "./arn.ts";

interface Schedule {
  name: string;
  scheduleExpression: string;
  scheduleExpressionTimezone?: string;
  state?: ScheduleState;
  flexibleTimeWindow: { mode: FlexibleTimeWindowMode };
  target: {
    arn: string;
    roleArn: string;
    input?: string;
    retryPolicy?: { maximumRetryAttempts?: number };
    deadLetterConfig?: { arn: string };
  };
}

export const schedule: ResourceType = {
  honours: [
    "name",
    "scheduleExpression",
    "scheduleExpressionTimezone",
    "state",
    "flexibleTimeWindow.mode",
    "target.arn",
    "target.roleArn",
    "target.input",
    "target.retryPolicy.maximumRetryAttempts",
    "target.deadLetterConfig.arn",
  ],
  replaces: ["name"],
  outputs: ({ name }, where) => ({
    id: `default/${String(name)}`,
    name,
    arn: arn(where, "scheduler", `schedule/default/${String(name)}`),
  }),
  async put(inputs, { scheduler }) {
    const wanted = request(inputs as unknown as Schedule);
    const made = await unlessThere(scheduler.send(new CreateScheduleCommand(wanted)));
    if (!made) await scheduler.send(new UpdateScheduleCommand(wanted));
  },
  async remove({ inputs }, { scheduler }) {
    await unlessMissing(
      scheduler.send(new DeleteScheduleCommand({ Name: String(inputs["name"]) })),
    );
  },
  async observe({ inputs }, { scheduler }) {
    const found = await scheduler.send(new GetScheduleCommand({ Name: String(inputs["name"]) }));
    return {
      name: found.Name,
      scheduleExpression: found.ScheduleExpression,
      flexibleTimeWindow: { mode: found.FlexibleTimeWindow?.Mode },
      target: {
        arn: found.Target?.Arn,
        roleArn: found.Target?.RoleArn,
        input: found.Target?.Input,
        retryPolicy: { maximumRetryAttempts: found.Target?.RetryPolicy?.MaximumRetryAttempts },
        deadLetterConfig: { arn: found.Target?.DeadLetterConfig?.Arn },
      },
      // Unset, they are AWS's: UTC and enabled.
      ...(inputs["state"] ? { state: found.State } : {}),
      ...(inputs["scheduleExpressionTimezone"]
        ? { scheduleExpressionTimezone: found.ScheduleExpressionTimezone }
        : {}),
    };
  },
};

function request({ target, flexibleTimeWindow, ...rest }: Schedule) {
  return {
    Name: rest.name,
    ScheduleExpression: rest.scheduleExpression,
    ScheduleExpressionTimezone: rest.scheduleExpressionTimezone,
    State: rest.state,
    FlexibleTimeWindow: { Mode: flexibleTimeWindow.mode },
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      Input: target.input,
      RetryPolicy: { MaximumRetryAttempts: target.retryPolicy?.maximumRetryAttempts ?? 0 },
      DeadLetterConfig: target.deadLetterConfig && { Arn: target.deadLetterConfig.arn },
    },
  };
}
