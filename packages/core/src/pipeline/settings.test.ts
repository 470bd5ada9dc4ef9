import { describe, expect, test } from "vitest";
import { InvalidSettingsError } from "../aws/environment.ts";
import { pipelineSettings } from "./settings.ts";

const env = { STAGING_BUCKET: "staging", ARCHIVE_BUCKET: "archive", LEDGER_TABLE: "ledger" };
const issuesOf = (variables: Record<string, string>) => {
  try {
    pipelineSettings(variables);
  } catch (error) {
    if (error instanceof InvalidSettingsError) return error.issues;
    throw error;
  }
  return [];
};

describe("the pipeline's settings", () => {
  test("need three names, and have a default for the rest", () => {
    expect(pipelineSettings(env)).toMatchObject({
      stagingBucket: "staging",
      archiveBucket: "archive",
      ledgerTable: "ledger",
      attempts: 5,
      handOff: { kind: "off" },
      copying: { parallelParts: 8 },
    });
    expect(issuesOf({})).toMatchObject([
      { field: "STAGING_BUCKET", expected: "a value" },
      { field: "ARCHIVE_BUCKET", expected: "a value" },
      { field: "LEDGER_TABLE", expected: "a value" },
    ]);
  });

  test("are read from text", () => {
    const settings = pipelineSettings({ ...env, PIPELINE_ATTEMPTS: "3", COPY_PART_BYTES: "10" });
    expect(settings.attempts).toBe(3);
    expect(settings.copying.partBytes).toBe(10);
  });

  test("take an empty variable for none", () => {
    expect(pipelineSettings({ ...env, PIPELINE_ATTEMPTS: "", HANDOFF: "" }).attempts).toBe(5);
  });

  test.each(["0", "-1", "1.5", "many", "101"])("refuse %j attempts, with the reason", (value) => {
    expect(issuesOf({ ...env, PIPELINE_ATTEMPTS: value })).toMatchObject([
      { field: "PIPELINE_ATTEMPTS", value, expected: "a whole number from 1 to 100" },
    ]);
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
    expect(pipelineSettings({ ...env, ...ecs }).handOff).toEqual({
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
    expect(pipelineSettings({ ...env, ...local }).handOff).toEqual({
      kind: "process",
      aboveBytes: 2 * 1024 ** 3,
      entry: "container.ts",
    });
  });

  test("name what a hand-off lacks", () => {
    expect(issuesOf({ ...env, HANDOFF: "process" })).toMatchObject([{ field: "HANDOFF_ENTRY" }]);
    expect(issuesOf({ ...env, HANDOFF: "sometimes" })).toMatchObject([
      { field: "HANDOFF", expected: "off, ecs or process" },
    ]);
  });
});
