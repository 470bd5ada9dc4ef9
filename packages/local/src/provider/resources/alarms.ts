import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
} from "@aws-sdk/client-sns";
import { unlessMissing } from "../aws.ts";
import type { Properties, ResourceType } from "../resource-type.ts";
import { lowerKeys, upperKeys } from "./letter-case.ts";
import { arn } from "./arn.ts";

export const topic: ResourceType = {
  honours: ["name", "fifoTopic"],
  replaces: ["name", "fifoTopic"],
  outputs: ({ name }, where) => {
    const topicArn = arn(where, "sns", name);
    return { id: topicArn, name, arn: topicArn };
  },
  async put({ name, fifoTopic }, { sns }) {
    const Attributes: Record<string, string> = fifoTopic ? { FifoTopic: "true" } : {};
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: String(name), Attributes }));
    return { id: TopicArn, arn: TopicArn };
  },
  async remove({ id }, { sns }) {
    await unlessMissing(sns.send(new DeleteTopicCommand({ TopicArn: id })));
  },
  async observe({ id }, { sns }) {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: id }));
    const name = Attributes?.["TopicArn"]?.split(":").at(-1);
    return { name, fifoTopic: Attributes?.["FifoTopic"] === "true" };
  },
};

const settings = [
  "alarmDescription",
  "namespace",
  "metricName",
  "statistic",
  "comparisonOperator",
  "threshold",
  "period",
  "evaluationPeriods",
  "datapointsToAlarm",
  "treatMissingData",
  "alarmActions",
];

export const metricAlarm: ResourceType = {
  honours: ["name", "dimensions", ...settings],
  replaces: ["name"],
  outputs: ({ name }, where) => ({
    id: String(name),
    name,
    arn: arn(where, "cloudwatch", "alarm", name),
  }),
  async put({ name, dimensions, ...rest }, { cloudwatch }) {
    const Dimensions = Object.entries((dimensions ?? {}) as Record<string, string>).map(
      ([Name, Value]) => ({
        Name,
        Value,
      }),
    );
    const alarm = { AlarmName: String(name), Dimensions, ...(upperKeys(rest) as Properties) };
    await cloudwatch.send(new PutMetricAlarmCommand(alarm as PutMetricAlarmCommandInput));
  },
  async remove({ id }, { cloudwatch }) {
    await unlessMissing(cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [id] })));
  },
  async observe({ id }, { cloudwatch }) {
    const { MetricAlarms = [] } = await cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: [id] }),
    );
    const [found] = MetricAlarms;
    const values = lowerKeys(found) as Properties | undefined;
    const dimensions = found?.Dimensions?.map(({ Name = "", Value }) => [Name, Value]) ?? [];
    return {
      ...Object.fromEntries(settings.map((key) => [key, values?.[key]])),
      name: found?.AlarmName,
      dimensions: Object.fromEntries(dimensions) as Properties,
    };
  },
};
