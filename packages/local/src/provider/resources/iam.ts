import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { unlessMissing, unlessThere, type Aws } from "../aws.ts";
import type { ResourceType } from "../resource-type.ts";
import { globalArn } from "./arn.ts";

interface Role {
  name: string;
  assumeRolePolicy: unknown;
  description?: string;
  maxSessionDuration?: number;
  inlinePolicies?: { name: string; policy: string }[];
  managedPolicyArns?: string[];
}

export const role: ResourceType = {
  honours: [
    "name",
    "assumeRolePolicy",
    "description",
    "maxSessionDuration",
    "managedPolicyArns",
    "inlinePolicies[].name",
    "inlinePolicies[].policy",
  ],
  leavesOut: { forceDetachPolicies: "removing a local role always detaches its policies" },
  replaces: ["name"],
  outputs: ({ name }, where) => ({
    id: String(name),
    name,
    arn: globalArn(where, "iam", `role/${String(name)}`),
    uniqueId: String(name),
  }),
  put: async (inputs, aws) => {
    const wanted = inputs as unknown as Role;
    await putRole(wanted, aws);
    await putInline(wanted, aws);
    await putManaged(wanted, aws);
    const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: wanted.name }));
    return { arn: Role?.Arn, uniqueId: Role?.RoleId };
  },
  remove: async ({ id }, aws) => {
    await unlessMissing(putInline({ name: id, assumeRolePolicy: undefined }, aws));
    await unlessMissing(putManaged({ name: id, assumeRolePolicy: undefined }, aws));
    await unlessMissing(aws.iam.send(new DeleteRoleCommand({ RoleName: id })));
  },
  observe: async ({ id, inputs }, aws) => {
    const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: id }));
    return {
      name: Role?.RoleName,
      description: Role?.Description,
      // Unset, it is AWS's hour.
      ...(inputs["maxSessionDuration"] ? { maxSessionDuration: Role?.MaxSessionDuration } : {}),
      assumeRolePolicy: decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""),
      inlinePolicies: await inlinePolicies(id, aws),
      managedPolicyArns: await managedPolicies(id, aws),
    };
  },
};

async function putRole(
  { name, description, maxSessionDuration, assumeRolePolicy }: Role,
  { iam }: Aws,
) {
  const AssumeRolePolicyDocument = textOf(assumeRolePolicy);
  const settings = {
    RoleName: name,
    Description: description ?? "",
    MaxSessionDuration: maxSessionDuration ?? 3600,
  };
  const made = await unlessThere(
    iam.send(new CreateRoleCommand({ ...settings, AssumeRolePolicyDocument })),
  );
  if (made) return;
  await iam.send(new UpdateRoleCommand(settings));
  const trust = { RoleName: name, PolicyDocument: AssumeRolePolicyDocument };
  await iam.send(new UpdateAssumeRolePolicyCommand(trust));
}

async function putInline({ name: RoleName, inlinePolicies: wanted = [] }: Role, { iam }: Aws) {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames.filter(
    (known) => !wanted.some(({ name }) => name === known),
  ))
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  for (const { name, policy } of wanted)
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: name, PolicyDocument: policy }),
    );
}

async function putManaged({ name: RoleName, managedPolicyArns: wanted = [] }: Role, aws: Aws) {
  const attached = await managedPolicies(RoleName, aws);
  for (const PolicyArn of attached.filter((arn) => !wanted.includes(arn)))
    await aws.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  for (const PolicyArn of wanted.filter((arn) => !attached.includes(arn)))
    await aws.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
}

async function managedPolicies(RoleName: string, { iam }: Aws) {
  const { AttachedPolicies = [] } = await iam.send(
    new ListAttachedRolePoliciesCommand({ RoleName }),
  );
  return AttachedPolicies.map(({ PolicyArn }) => PolicyArn ?? "");
}

async function inlinePolicies(RoleName: string, { iam }: Aws) {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  return Promise.all(
    PolicyNames.map(async (name) => {
      const { PolicyDocument } = await iam.send(
        new GetRolePolicyCommand({ RoleName, PolicyName: name }),
      );
      return { name, policy: decodeURIComponent(PolicyDocument ?? "") };
    }),
  );
}

const textOf = (policy: unknown) => (typeof policy === "string" ? policy : JSON.stringify(policy));
