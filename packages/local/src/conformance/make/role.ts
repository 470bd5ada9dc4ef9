import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, type AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { type Clients, type Keys } from "../clients.ts";
import { type World } from "../world.ts";

export interface Statement {
  readonly Effect?: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/** A policy document; a statement allows unless it says otherwise. */
export function policy(...statements: readonly Statement[]): string {
  const Statement = statements.map((statement) => ({ Effect: "Allow", ...statement }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** A new role; by default the account and AWS's services may assume it. Returns its ARN. */
export async function makeRole(
  world: World,
  statements: readonly Statement[],
  trusted: object = {
    AWS: `arn:aws:iam::${world.accountId}:root`,
    Service: ["lambda.amazonaws.com", "scheduler.amazonaws.com", "events.amazonaws.com"],
  },
): Promise<string> {
  const RoleName = world.name("role");
  const trust = { Effect: "Allow", Principal: trusted, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await world.iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }),
  );
  world.onEnd(() => world.iam.send(new DeleteRoleCommand({ RoleName })));
  if (statements.length > 0) {
    const named = { RoleName, PolicyName: "probe" };
    const PolicyDocument = policy(...statements);
    await world.iam.send(new PutRolePolicyCommand({ ...named, PolicyDocument }));
    world.onEnd(() => world.iam.send(new DeleteRolePolicyCommand(named)));
  }
  return Role?.Arn ?? "";
}

/** The keys of a session of that role. */
export async function assume(
  caller: Pick<Clients, "sts">,
  RoleArn: string,
  more: Partial<AssumeRoleCommandInput> = {},
): Promise<Keys> {
  const { Credentials } = await caller.sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "probe", ...more }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken,
  };
}

/** Clients of a session of a new role with these statements. */
export async function actAs(world: World, ...statements: readonly Statement[]): Promise<Clients> {
  return world.as(await assume(world, await makeRole(world, statements)));
}
