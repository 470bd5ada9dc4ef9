import { api } from "./api";
import {
  assistant,
  deadTasks,
  hashtags,
  orchestrator,
  rehearsal,
  scavenger,
  scheduler,
} from "./orchestration";
import { expiry, recorder, sweep, transform } from "./pipeline";
import { deadLetters, undelivered, uploads } from "./queues";
import { stage } from "./stage";
import { configuration, primes, visit, visits } from "./state";

/** Where alarms are announced: subscribe an address, a chat or a pager to it. */
export const alarms = new sst.aws.SnsTopic("Alarms");

const prefix = `${$app.name}-${$app.stage}`;
const settings = {
  alarmActions: [alarms.arn],
  treatMissingData: "notBreaching",
  comparisonOperator: "GreaterThanThreshold",
  period: 60,
};

new aws.cloudwatch.MetricAlarm("DeadLettersNotEmpty", {
  ...settings,
  name: `${prefix}-dead-letters`,
  alarmDescription:
    "A file was given up. docs/operations.md says how to look at it and redrive it.",
  namespace: "AWS/SQS",
  metricName: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: deadLetters.nodes.queue.name },
  statistic: "Maximum",
  threshold: 0,
  evaluationPeriods: 1,
});

for (const [name, queue] of Object.entries({ uploads, undelivered })) {
  new aws.cloudwatch.MetricAlarm(`${name}Wait`, {
    ...settings,
    name: `${prefix}-${name}-wait`,
    alarmDescription: `The oldest message of ${name} has waited for more than 15 minutes.`,
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.nodes.queue.name },
    statistic: "Maximum",
    threshold: 900,
    evaluationPeriods: 5,
  });
}

for (const [name, fn] of Object.entries({
  transform,
  recorder,
  expiry,
  sweep,
  api: $output(api),
  visit: $output(visit),
  visits: $output(visits),
  configuration: $output(configuration),
  primes: $output(primes),
  scheduler: $output(scheduler),
  orchestrator: $output(orchestrator),
  scavenger: $output(scavenger),
  assistant: $output(assistant),
  hashtags: $output(hashtags),
  rehearsal: $output(rehearsal),
})) {
  new aws.cloudwatch.MetricAlarm(`${name}Errors`, {
    ...settings,
    name: `${prefix}-${name}-errors`,
    alarmDescription: `The function ${name} fails.`,
    namespace: "AWS/Lambda",
    metricName: "Errors",
    dimensions: { FunctionName: fn.name },
    statistic: "Sum",
    threshold: 0,
    evaluationPeriods: 1,
  });
}

new aws.cloudwatch.MetricAlarm("DeadTasksAnnounced", {
  ...settings,
  name: `${prefix}-dead-tasks`,
  alarmDescription:
    "A task has failed as often as it may. docs/orchestration-operations.md says what to do.",
  namespace: "AWS/SNS",
  metricName: "NumberOfMessagesPublished",
  dimensions: { TopicName: deadTasks.name },
  statistic: "Sum",
  threshold: 0,
  evaluationPeriods: 1,
});

for (const [name, fn] of Object.entries({ orchestrator, scavenger })) {
  new aws.cloudwatch.MetricAlarm(`${name}Stopped`, {
    ...settings,
    name: `${prefix}-${name}-stopped`,
    alarmDescription: `The ${name} hasn't run for five minutes: no task is ${name === "orchestrator" ? "started" : "archived or retried"}.`,
    namespace: "AWS/Lambda",
    metricName: "Invocations",
    dimensions: { FunctionName: fn.name },
    statistic: "Sum",
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    evaluationPeriods: 5,
    treatMissingData: "breaching",
  });
}

if (stage.monthlyBudget) {
  new aws.budgets.Budget("MonthlyBudget", {
    name: `${prefix}-monthly`,
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: String(stage.monthlyBudget),
    limitUnit: "USD",
    notifications: [
      {
        comparisonOperator: "GREATER_THAN",
        threshold: 80,
        thresholdType: "PERCENTAGE",
        notificationType: "FORECASTED",
        subscriberSnsTopicArns: [alarms.arn],
      },
    ],
  });
}
