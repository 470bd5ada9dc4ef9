import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { clients } from "./stack.ts";

/**
 * Credentials with exactly the policies of the deployed role whose name contains `part`.
 *
 * A function's role trusts only Lambda, so a copy of it that trusts the administrator is assumed instead.
 */
export async function borrowRole(part: string) {
  const { iam, sts } = clients();
  const { Roles = [] } = await iam.send(new ListRolesCommand({ MaxItems: 1000 }));
  const found = Roles.filter(
    ({ RoleName = "" }) => RoleName.includes(part) && !RoleName.startsWith("borrowed"),
  );
  if (found.length !== 1) throw new TypeError(`${found.length} roles are named like ${part}`);
  const original = found[0]?.RoleName ?? "";
  const RoleName = `borrowed-${part}-${crypto.randomUUID().slice(0, 8)}`;
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustAll }),
  );
  const policies = await copyPolicies(original, RoleName);
  const session = { RoleArn: Role?.Arn, RoleSessionName: "refusals" };
  const { Credentials } = await sts.send(new AssumeRoleCommand(session));
  const giveBack = async () => {
    for (const PolicyName of policies)
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  };
  return {
    arn: Role?.Arn ?? "",
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    },
    giveBack,
  };
}

const trustAll = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
});

async function copyPolicies(from: string, to: string) {
  const { iam } = clients();
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: from }));
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument = "" } = await iam.send(
      new GetRolePolicyCommand({ RoleName: from, PolicyName }),
    );
    const copy = { RoleName: to, PolicyName, PolicyDocument: decodeURIComponent(PolicyDocument) };
    await iam.send(new PutRolePolicyCommand(copy));
  }
  return PolicyNames;
}
