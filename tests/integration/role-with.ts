import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { type Statement } from "@switchyard/core/state/permissions.ts";
import { clients } from "./stack.ts";

/** A new role that may do what it is given, and nothing before. Remove it at the end. */
export async function makeRole() {
  const { iam, sts } = clients();
  const named = { RoleName: `state-${crypto.randomUUID().slice(0, 8)}` };
  const policy = { ...named, PolicyName: "given" };
  const { Role } = await iam.send(
    new CreateRoleCommand({ ...named, AssumeRolePolicyDocument: documentOf([trustAll]) }),
  );
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "state" }),
  );
  const given: Statement[] = [];
  return {
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    },
    give: async (statement: Statement) => {
      given.push(statement);
      const PolicyDocument = documentOf(given);
      await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
    },
    remove: async () => {
      if (given.length > 0) await iam.send(new DeleteRolePolicyCommand(policy));
      await iam.send(new DeleteRoleCommand(named));
    },
  };
}

const trustAll = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };

const documentOf = (Statement: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement });
