import { describe, expect, test } from "vitest";
import { InvalidSettingsError } from "../../aws/environment.ts";
import { handOffSettings } from "./environment.ts";

const issuesOf = (variables: Record<string, string>) => {
  try {
    handOffSettings(variables);
  } catch (error) {
    if (error instanceof InvalidSettingsError) return error.issues;
    throw error;
  }
  return [];
};

describe("the settings of a hand-off", () => {
  test("are off where nothing is said", () => {
    expect(handOffSettings({})).toEqual({ kind: "off" });
    expect(handOffSettings({ HANDOFF: "" })).toEqual({ kind: "off" });
  });

  test("say to whom large files go", () => {
    const ecs = {
      HANDOFF: "ecs",
      HANDOFF_ABOVE_BYTES: "5",
      HANDOFF_CLUSTER: "c",
      HANDOFF_TASK_DEFINITION: "t",
      HANDOFF_CONTAINER: "n",
      HANDOFF_SUBNETS: "s1,s2",
      HANDOFF_SECURITY_GROUPS: "g1",
      HANDOFF_PUBLIC_IP: "true",
    };
    expect(handOffSettings(ecs)).toEqual({
      kind: "ecs",
      aboveBytes: 5,
      ecs: {
        cluster: "c",
        taskDefinition: "t",
        container: "n",
        subnets: ["s1", "s2"],
        securityGroups: ["g1"],
        assignPublicIp: true,
      },
    });
    const local = { HANDOFF: "process", HANDOFF_ENTRY: "container.ts" };
    expect(handOffSettings(local)).toEqual({
      kind: "process",
      aboveBytes: 2 * 1024 ** 3,
      entry: "container.ts",
    });
  });

  test("name what a hand-off lacks", () => {
    expect(issuesOf({ HANDOFF: "process" })).toMatchObject([{ field: "HANDOFF_ENTRY" }]);
    expect(issuesOf({ HANDOFF: "sometimes" })).toMatchObject([
      { field: "HANDOFF", expected: "off, ecs or process" },
    ]);
  });
});
