import { describe, expect, test } from "vitest";
import { allows, statementsOf } from "./allows.ts";
import { stages } from "./stages.ts";
import { ofType, synthesised, theOne } from "./synthesised.ts";

const graph = synthesised("containers");
const role = (name: RegExp) => theOne(graph, "aws:iam/role:Role", name).inputs;
const policiesOf = (name: RegExp) =>
  (role(name)["inlinePolicies"] as { policy: string }[]).map(({ policy }) => policy);
const bucket = (name: RegExp) =>
  `arn:aws:s3:::${String(theOne(graph, "aws:s3/bucket:Bucket", name).inputs["bucket"])}`;
const transform = theOne(graph, "aws:lambda/function:Function", /^UploadsSubscriber/);
const { variables } = transform.inputs["environment"] as { variables: Record<string, string> };

describe("containers for large files", () => {
  test("are made only where a stage asks for them", () => {
    const having = stages.filter(
      (stage) => ofType(synthesised(stage), "aws:ecs/taskDefinition:TaskDefinition").length > 0,
    );
    expect(having).toEqual(["containers"]);
  });

  test("cost nothing while none runs", () => {
    expect(ofType(graph, "aws:ec2/natGateway:NatGateway")).toEqual([]);
    expect(ofType(graph, "aws:ec2/eip:Eip")).toEqual([]);
    expect(ofType(graph, "aws:ecs/service:Service")).toEqual([]);
  });

  test("are what the transform's settings name", () => {
    expect(variables).toMatchObject({
      HANDOFF: "ecs",
      HANDOFF_ABOVE_BYTES: String(2 * 1024 ** 3),
      HANDOFF_CONTAINER: "Carrier",
      HANDOFF_PUBLIC_IP: "true",
    });
    expect(variables["HANDOFF_SUBNETS"]?.split(",")).toHaveLength(2);
    expect(variables["HANDOFF_SECURITY_GROUPS"]).not.toBe("");
  });

  test("may do what carrying a file needs, and no more", () => {
    const carrier = policiesOf(/^CarrierTaskRole$/);
    const may = (action: string, resource: string) => allows(carrier, action, resource);
    const [staged, archived] = [`${bucket(/^Staging/)}/dev/a`, `${bucket(/^Archive/)}/dev/a`];
    expect(may("s3:GetObjectVersion", staged)).toBe(true);
    expect(may("s3:DeleteObjectVersion", staged)).toBe(true);
    expect(may("s3:PutObject", archived)).toBe(true);
    expect(may("s3:PutObject", staged)).toBe(false);
    expect(may("s3:DeleteObjectVersion", archived)).toBe(false);
    expect(may("ecs:RunTask", variables["HANDOFF_TASK_DEFINITION"] ?? "")).toBe(false);
    const wide = carrier.flatMap(statementsOf).filter(({ Resource }) => Resource.includes("*"));
    expect(wide).toEqual([]);
  });

  test("start with a role that reads no secret", () => {
    expect(role(/^CarrierExecutionRole$/)).toMatchObject({ inlinePolicies: [] });
  });

  test("are started by the transform alone, in their cluster, with their own roles", () => {
    const starter = policiesOf(/^UploadsSubscriber.*FunctionRole$/);
    const task = variables["HANDOFF_TASK_DEFINITION"] ?? "";
    const here = { "ecs:cluster": variables["HANDOFF_CLUSTER"] ?? "" };
    expect(allows(starter, "ecs:RunTask", task, here)).toBe(true);
    expect(allows(starter, "ecs:RunTask", task, { "ecs:cluster": "another" })).toBe(false);
    const [own, others] = ["CarrierTaskRole", "ApiRole"].map(
      (name) => `arn:aws:iam::123456789012:role/${String(role(new RegExp(`^${name}$`))["name"])}`,
    );
    const passed = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
    expect(allows(starter, "iam:PassRole", own ?? "", passed)).toBe(true);
    expect(allows(starter, "iam:PassRole", own ?? "")).toBe(false);
    expect(allows(starter, "iam:PassRole", others ?? "", passed)).toBe(false);
    expect(allows(policiesOf(/^ApiRole$/), "ecs:RunTask", task, here)).toBe(false);
  });
});
