import { describe, expect, test } from "vitest";
import { InvalidSettingsError } from "./environment.ts";
import { awsSettings } from "./settings.ts";

describe("the AWS settings", () => {
  test("name no endpoint on AWS and leave the region to the SDK", () => {
    expect(awsSettings({})).toEqual({
      endpoint: undefined,
      region: undefined,
      hasKeys: false,
      maxAttempts: 4,
    });
  });
  test("with an endpoint have a region even when none is given", () => {
    const settings = awsSettings({ AWS_ENDPOINT_URL: "http://127.0.0.1:4566" });
    expect(settings).toMatchObject({ endpoint: "http://127.0.0.1:4566", region: "us-east-1" });
  });
  test("take AWS_REGION before AWS_DEFAULT_REGION", () => {
    const env = { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "us-west-2" };
    expect(awsSettings(env).region).toBe("eu-west-1");
    expect(awsSettings({ ...env, AWS_REGION: "" }).region).toBe("us-west-2");
  });
  test.each([
    ["AWS_ENDPOINT_URL", "not a url"],
    ["AWS_ENDPOINT_URL", "ftp://127.0.0.1"],
    ["AWS_MAX_ATTEMPTS", "0"],
    ["AWS_MAX_ATTEMPTS", "eleven"],
  ])("refuse %s=%s by its name and value", (field, value) => {
    const read = () => awsSettings({ [field]: value });
    expect(read).toThrow(InvalidSettingsError);
    expect(read).toThrow(`${field}: expected`);
    expect(read).toThrow(JSON.stringify(value));
  });
});
