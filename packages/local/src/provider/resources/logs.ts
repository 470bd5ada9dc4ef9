import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { unlessMissing, unlessThere } from "../aws.ts";
import type { ResourceType } from "../resource-type.ts";
import { arn } from "./arn.ts";

export const logGroup: ResourceType = {
  honours: ["name", "retentionInDays"],
  replaces: ["name"],
  outputs: ({ name }, where) => ({
    id: String(name),
    name,
    arn: arn(where, "logs", "log-group", name),
  }),
  async put({ name, retentionInDays }, { logs }) {
    const logGroupName = String(name);
    await unlessThere(logs.send(new CreateLogGroupCommand({ logGroupName })));
    // 0 is Pulumi's word for ever.
    if (retentionInDays)
      await logs.send(
        new PutRetentionPolicyCommand({ logGroupName, retentionInDays: Number(retentionInDays) }),
      );
    else await unlessMissing(logs.send(new DeleteRetentionPolicyCommand({ logGroupName })));
  },
  async remove({ id }, { logs }) {
    await unlessMissing(logs.send(new DeleteLogGroupCommand({ logGroupName: id })));
  },
  async observe({ id }, { logs }) {
    const { logGroups = [] } = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: id }),
    );
    const found = logGroups.find(({ logGroupName }) => logGroupName === id);
    return { name: found?.logGroupName, retentionInDays: found?.retentionInDays ?? 0 };
  },
};
