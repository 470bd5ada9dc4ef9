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
    expect(pipelineSettings({ ...env, PIPELINE_ATTEMPTS: "" }).attempts).toBe(5);
  });

  test.each(["0", "-1", "1.5", "many", "101"])("refuse %j attempts, with the reason", (value) => {
    expect(issuesOf({ ...env, PIPELINE_ATTEMPTS: value })).toMatchObject([
      { field: "PIPELINE_ATTEMPTS", value, expected: "a whole number from 1 to 100" },
    ]);
  });
});
