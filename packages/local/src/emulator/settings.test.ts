import { describe, expect, test } from "vitest";
import { GivenEndpointError } from "./errors.ts";
import { emulatorSettings } from "./settings.ts";

describe("the emulator's settings", () => {
  test("are the local defaults when nothing is set", () => {
    expect(emulatorSettings({ AWS_ENDPOINT_URL: "" })).toMatchObject({
      endpoint: undefined,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
  });

  test("take endpoint, region and keys from the standard variables", () => {
    const settings = emulatorSettings({
      AWS_ENDPOINT_URL: "http://localhost:4566/",
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "a",
      AWS_SECRET_ACCESS_KEY: "b",
    });
    expect(settings).toMatchObject({
      endpoint: "http://localhost:4566",
      region: "eu-central-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
  });

  test.each(["127.0.0.1:4566", "not a url", "ftp://127.0.0.1"])("refuse the endpoint %s", (url) => {
    expect(() => emulatorSettings({ AWS_ENDPOINT_URL: url })).toThrow(GivenEndpointError);
  });

  test.each([
    "https://s3.us-east-1.amazonaws.com",
    "https://dynamodb.us-east-1.api.aws",
    "https://amazonaws.com",
    "https://sqs.cn-north-1.amazonaws.com.cn",
  ])("refuse real AWS: %s", (url) => {
    expect(() => emulatorSettings({ AWS_ENDPOINT_URL: url })).toThrow(
      expect.objectContaining({ code: "emulator.endpoint-aws" }),
    );
  });
});
