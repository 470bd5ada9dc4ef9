import { DescribeRuleCommand, ListRuleNamesByTargetCommand } from "@aws-sdk/client-eventbridge";
import { ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { expect, test } from "vitest";
import { isTargeted, type TargetAccess } from "./targets.ts";

const arn = "arn:aws:lambda:eu-west-1:123456789012:function:counter";
interface Target {
  readonly State: "ENABLED" | "DISABLED";
  readonly arn: string;
}

/** An account with schedules and rules, each on a page of its own. */
function account({ schedules = [], rules = [] }: { schedules?: Target[]; rules?: Target[] }) {
  const pageOf = <T>(all: readonly T[], token: string | undefined) => {
    const at = Number(token ?? 0);
    return {
      items: all.slice(at, at + 1),
      NextToken: at + 1 < all.length ? `${at + 1}` : undefined,
    };
  };
  const send = async (command: unknown) => {
    if (command instanceof ListSchedulesCommand) {
      const { items, NextToken } = pageOf(schedules, command.input.NextToken);
      return {
        Schedules: items.map(({ State, arn: Arn }) => ({ State, Target: { Arn } })),
        NextToken,
      };
    }
    if (command instanceof ListRuleNamesByTargetCommand) {
      const { TargetArn } = command.input;
      const named = rules.flatMap((rule, n) => (rule.arn === TargetArn ? [`rule-${n}`] : []));
      const { items, NextToken } = pageOf(named, command.input.NextToken);
      return { RuleNames: items, NextToken };
    }
    if (!(command instanceof DescribeRuleCommand)) throw new TypeError("unexpected");
    return { State: rules[Number(command.input.Name?.slice("rule-".length))]?.State };
  };
  return { scheduler: { send }, events: { send } } as unknown as TargetAccess;
}

const other = { State: "ENABLED", arn: `${arn}-2` } as const;
const on = { State: "ENABLED", arn } as const;
const off = { State: "DISABLED", arn } as const;

test.each([
  ["nothing", {}, false],
  ["an enabled schedule on a later page", { schedules: [other, on] }, true],
  ["a disabled schedule", { schedules: [off] }, false],
  ["an enabled rule after a disabled one", { rules: [off, on] }, true],
  ["a disabled rule", { rules: [off] }, false],
  ["another's", { schedules: [other], rules: [other] }, false],
])("with %s: %o", async (_, has, expected) => {
  expect(await isTargeted(arn, account(has))).toBe(expected);
});

test("an alias is targeted where the function is", async () => {
  expect(await isTargeted(`${arn}:live`, account({ rules: [on] }))).toBe(true);
});
