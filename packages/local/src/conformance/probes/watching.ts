import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateTopicCommand, DeleteTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import {
  DeleteParameterCommand,
  GetParameterCommand,
  PutParameterCommand,
} from "@aws-sdk/client-ssm";
import { eventually, mustBe, mustRefuse } from "../expect.ts";
import { invoke, makeFunction } from "../make/function.ts";
import { makeQueue, receive } from "../make/queue.ts";
import { probes } from "../probe.ts";
import { type World } from "../world.ts";

const slow = { limitMs: 150_000 };
const longWait = { withinMs: 75_000, everyMs: 1_000 };

export const watchingProbes = probes("Logs, metrics, parameters", {
  "logs.function": ["What a function prints is in its log group", functionLogs, slow],
  "logs.retention": ["A log group's retention is set and told", retention],
  "metrics.own": ["Metrics that are put are read back", ownMetrics],
  "metrics.embedded": ["Metrics embedded in a function's log are counted", embedded, slow],
  "metrics.function": ["A function's errors are counted", functionMetrics, slow],
  "metrics.queue": ["A queue's length is counted", queueMetrics, slow],
  "alarms.action": ["An alarm that goes off tells its topic", alarmAction],
  "alarms.evaluate": ["An alarm goes off by its metric", alarmEvaluates, slow],
  "ssm.parameter": ["Parameters are kept, also secret ones, with versions", parameter],
});

async function functionLogs(world: World) {
  const made = await makeFunction(world, "console.log('first line'); console.error('second ü');");
  await invoke(world, made.name);
  const ask = new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${made.name}` });
  const text = await eventually(async () => {
    const found = await world.logs.send(ask).catch(() => ({ events: [] }));
    const lines = (found.events ?? []).map(({ message }) => message).join("\n");
    return lines.includes("second") ? lines : undefined;
  }, "the lines");
  mustBe([text.includes("first line"), text.includes("second ü")], [true, true], "both lines");
}

async function retention(world: World) {
  const logGroupName = `/probe/${world.name("group")}`;
  await world.logs.send(new CreateLogGroupCommand({ logGroupName }));
  world.onEnd(() => world.logs.send(new DeleteLogGroupCommand({ logGroupName })));
  const retentionInDays = 30;
  await world.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  const ask = new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName });
  const { logGroups } = await world.logs.send(ask);
  mustBe(logGroups?.[0]?.retentionInDays, 30, "its retention");
}

interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: { Name: string; Value: string }[];
}

async function sumOf({ cloudwatch }: World, metric: Metric, Stat = "Sum") {
  const { MetricDataResults } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 120_000),
      MetricDataQueries: [{ Id: "m", MetricStat: { Metric: metric, Period: 60, Stat } }],
    }),
  );
  const values = MetricDataResults?.[0]?.Values ?? [];
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

async function ownMetrics(world: World) {
  const metric = { Namespace: world.name("space"), MetricName: "Files" };
  const { Namespace, MetricName } = metric;
  const datum = { MetricName, Unit: "Count" as const, Timestamp: new Date() };
  const MetricData = [1, 2].map((Value) => ({ ...datum, Value }));
  await world.cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
  const sum = await eventually(() => sumOf(world, metric), "the metric");
  mustBe(sum, 3, "the sum");
}

async function embedded(world: World) {
  const space = world.name("space");
  const entry = {
    _aws: {
      CloudWatchMetrics: [{ Namespace: space, Dimensions: [[]], Metrics: [{ Name: "Files" }] }],
    },
    Files: 2,
  };
  const body = `const entry = ${JSON.stringify(entry)};
    entry._aws.Timestamp = Date.now();
    console.log(JSON.stringify(entry));`;
  const made = await makeFunction(world, body);
  await invoke(world, made.name);
  const metric = { Namespace: space, MetricName: "Files" };
  mustBe(await eventually(() => sumOf(world, metric), "the metric"), 2, "the sum");
}

async function functionMetrics(world: World) {
  const made = await makeFunction(world, "throw new Error('on purpose');");
  await invoke(world, made.name);
  const Dimensions = [{ Name: "FunctionName", Value: made.name }];
  const metric = { Namespace: "AWS/Lambda", MetricName: "Errors", Dimensions };
  mustBe(await eventually(() => sumOf(world, metric), "the metric"), 1, "the errors");
}

async function queueMetrics(world: World) {
  const { url, name } = await makeQueue(world);
  await world.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }));
  const Dimensions = [{ Name: "QueueName", Value: name }];
  const MetricName = "ApproximateNumberOfMessagesVisible";
  const metric = { Namespace: "AWS/SQS", MetricName, Dimensions };
  const look = async () => ((await sumOf(world, metric, "Maximum")) ?? 0) > 0 || undefined;
  await eventually(look, "the metric", longWait);
}

async function alarmOn(world: World, metric: Metric, actions: readonly string[]) {
  const AlarmName = world.name("alarm");
  const settings: PutMetricAlarmCommandInput = {
    AlarmName,
    ...metric,
    Statistic: "Sum",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    AlarmActions: [...actions],
  };
  await world.cloudwatch.send(new PutMetricAlarmCommand(settings));
  world.onEnd(() => world.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] })));
  return AlarmName;
}

async function alarmAction(world: World) {
  const topic = new CreateTopicCommand({ Name: world.name("topic") });
  const { TopicArn = "" } = await world.sns.send(topic);
  world.onEnd(() => world.sns.send(new DeleteTopicCommand({ TopicArn })));
  const queue = await makeQueue(world);
  const subscription = { TopicArn, Protocol: "sqs", Endpoint: queue.arn };
  await world.sns.send(new SubscribeCommand(subscription));
  const metric = { Namespace: world.name("space"), MetricName: "Files" };
  const AlarmName = await alarmOn(world, metric, [TopicArn]);
  const state = { AlarmName, StateValue: "ALARM", StateReason: "on purpose" } as const;
  await world.cloudwatch.send(new SetAlarmStateCommand(state));
  const [message] = await receive(world, queue);
  const told = JSON.parse(JSON.parse(message?.Body ?? "{}").Message);
  mustBe([told.AlarmName === AlarmName, told.NewStateValue], [true, "ALARM"], "what it tells");
}

async function alarmEvaluates(world: World) {
  const metric = { Namespace: world.name("space"), MetricName: "Files" };
  const AlarmName = await alarmOn(world, metric, []);
  const { Namespace, MetricName } = metric;
  const ask = new DescribeAlarmsCommand({ AlarmNames: [AlarmName] });
  const look = async () => {
    const MetricData = [{ MetricName, Value: 5, Timestamp: new Date() }];
    await world.cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
    const { MetricAlarms } = await world.cloudwatch.send(ask);
    return MetricAlarms?.[0]?.StateValue === "ALARM" ? true : undefined;
  };
  await eventually(look, "the alarm", longWait);
}

async function parameter(world: World) {
  const Name = `/probe/${world.name("parameter")}`;
  const put = (Value: string, Overwrite?: boolean) =>
    world.ssm.send(new PutParameterCommand({ Name, Value, Type: "SecureString", Overwrite }));
  await put("one");
  world.onEnd(() => world.ssm.send(new DeleteParameterCommand({ Name })));
  await mustRefuse(put("two"), "writing over it", "ParameterAlreadyExists");
  await put("two", true);
  const get = new GetParameterCommand({ Name, WithDecryption: true });
  const { Parameter } = await world.ssm.send(get);
  mustBe([Parameter?.Value, Parameter?.Version], ["two", 2], "value and version");
  const sealed = await world.ssm.send(new GetParameterCommand({ Name }));
  mustBe(sealed.Parameter?.Value === "two", false, "it is open without WithDecryption");
}
