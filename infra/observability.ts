import { deadLetters, uploads } from "./pipeline";

/** Where alarms are announced: subscribe an address, a chat or a pager to it. */
export const alarms = new sst.aws.SnsTopic("Alarms");

const always = { alarmActions: [alarms.arn], treatMissingData: "notBreaching" };

new aws.cloudwatch.MetricAlarm("DeadLettersNotEmpty", {
  ...always,
  name: `${$app.name}-${$app.stage}-dead-letters`,
  alarmDescription: "A file was given up. See docs/operations.md, redrive.",
  namespace: "AWS/SQS",
  metricName: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: deadLetters.nodes.queue.name },
  statistic: "Maximum",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  period: 60,
  evaluationPeriods: 1,
});

new aws.cloudwatch.MetricAlarm("UploadsWait", {
  ...always,
  name: `${$app.name}-${$app.stage}-uploads-wait`,
  alarmDescription: "The oldest upload has waited for more than 15 minutes.",
  namespace: "AWS/SQS",
  metricName: "ApproximateAgeOfOldestMessage",
  dimensions: { QueueName: uploads.nodes.queue.name },
  statistic: "Maximum",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 900,
  period: 60,
  evaluationPeriods: 5,
});
