import { STSClient } from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { awsSettings } from "../aws/settings.ts";
import { clientConfig, equip } from "../aws/config.ts";
import { serve } from "../aws/testing.ts";
import { assumeRole, type SessionRequest } from "./assume.ts";
import { grantCredentials } from "./credentials.ts";
import { InvalidKeyError, NoCredentialsError, PolicyTooLongError } from "./errors.ts";
import { exampleCredentials, signedUrl } from "./example.ts";
import { alice, needsWith, now, settings } from "./testing.ts";

function granting() {
  const asked: SessionRequest[] = [];
  const assume = async (request: SessionRequest) => {
    asked.push(request);
    const expiration = new Date(now + request.seconds * 1000);
    return { accessKeyId: "A", secretAccessKey: "S", sessionToken: "T", expiration };
  };
  return { asked, needs: { settings, assume, requestId: "req-1", token: () => "session-1" } };
}
const resourceIn = ({ policy = "" }: Partial<SessionRequest> = {}) =>
  JSON.parse(policy).Statement[0].Resource;

const sts = (url: string) => {
  const local = awsSettings({ AWS_ENDPOINT_URL: url });
  return equip(new STSClient(clientConfig(local)), local);
};

describe("upload credentials", () => {
  test("for one file are limited to its key, and say when they end", async () => {
    const { asked, needs } = granting();
    const granted = await grantCredentials({ key: "a.csv", expiresIn: 900 }, alice, needs);
    expect(granted).toEqual({
      key: "alice/a.csv",
      credentials: {
        accessKeyId: "A",
        secretAccessKey: "S",
        sessionToken: "T",
        expiration: "2026-01-02T03:19:05.000Z",
      },
      region: "eu-west-1",
      bucket: "staging",
      endpoint: "https://staging.s3.eu-west-1.amazonaws.com",
    });
    expect(asked[0]).toMatchObject({
      name: "alice-req-1",
      seconds: 900,
      roleArn: settings.roleArn,
    });
    expect(resourceIn(asked[0])).toBe("arn:aws:s3:::staging/alice/a.csv");
  });
  test("without a key are for one random folder of the caller", async () => {
    const { asked, needs } = granting();
    const granted = await grantCredentials({}, alice, needs);
    expect(granted).toMatchObject({ prefix: "alice/session-1/", session: "session-1" });
    expect(resourceIn(asked[0])).toBe("arn:aws:s3:::staging/alice/session-1/*");
    expect(asked[0]?.seconds).toBe(3600);
  });
  test("for the session of earlier ones are for the same folder, below the caller's own", async () => {
    const { asked, needs } = granting();
    const bob = { ...alice, id: "bob" };
    await grantCredentials({ session: "session-0" }, alice, needs);
    await grantCredentials({ session: "session-0" }, bob, needs);
    expect(asked.map(resourceIn)).toEqual([
      "arn:aws:s3:::staging/alice/session-0/*",
      "arn:aws:s3:::staging/bob/session-0/*",
    ]);
  });
  test("name the emulator's address of the bucket", async () => {
    const { needs } = granting();
    const local = { ...settings, endpoint: "http://127.0.0.1:4566/" };
    const { endpoint } = await grantCredentials({}, alice, { ...needs, settings: local });
    expect(endpoint).toBe("http://127.0.0.1:4566/staging");
  });
  test.each([["a*.csv"], ["?"], ["${x}"], ["../a"]])("are refused for the key %s", async (key) => {
    const { asked, needs } = granting();
    await expect(grantCredentials({ key }, alice, needs)).rejects.toThrow(InvalidKeyError);
    expect(asked).toEqual([]);
  });
  test("are refused before STS is asked when the policy is too long", async () => {
    const { asked, needs } = granting();
    const key = "漢".repeat(335);
    await expect(grantCredentials({ key }, alice, needs)).rejects.toThrow(PolicyTooLongError);
    expect(asked).toEqual([]);
  });
});

describe("assuming the role", () => {
  const request = { roleArn: settings.roleArn, name: "alice-1", seconds: 900, policy: "{}" };
  test("turns STS's refusal of a packed policy into this project's", async () => {
    await using server = await serve((_, res) => {
      const body =
        "<ErrorResponse><Error><Code>PackedPolicyTooLarge</Code></Error></ErrorResponse>";
      res.writeHead(400, { "content-type": "text/xml" }).end(body);
    });
    await expect(assumeRole(request, sts(server.url))).rejects.toThrow(PolicyTooLongError);
  });
  test("does not take an answer without keys", async () => {
    await using server = await serve((_, res) => {
      const body = "<AssumeRoleResponse><AssumeRoleResult></AssumeRoleResult></AssumeRoleResponse>";
      res.writeHead(200, { "content-type": "text/xml" }).end(body);
    });
    await expect(assumeRole(request, sts(server.url))).rejects.toThrow(NoCredentialsError);
  });
});

describe("the example page's endpoints", () => {
  test("sign a PUT of the key as given, with its type", async () => {
    const { url } = await signedUrl({ key: "my file.txt", type: "text/plain" }, needsWith());
    expect(new URL(url).pathname).toMatch(/\/my%20file\.txt$/);
    const signed = new URL(url).searchParams.get("X-Amz-SignedHeaders");
    expect(signed).toBe("content-type;host");
  });
  test("give credentials in the example's own fields", async () => {
    const { asked, needs } = granting();
    expect(await exampleCredentials({ key: "my file.txt" }, needs)).toEqual({
      access_key: "A",
      secret_key: "S",
      session_token: "T",
      region: "eu-west-1",
      bucket: "staging",
    });
    expect(resourceIn(asked[0])).toBe("arn:aws:s3:::staging/my file.txt");
    expect(asked[0]?.name).toBe("anonymous-req-1");
  });
  test.each(["../x", "results/x", "a\\b", ""])("refuse the key %j", async (key) => {
    await expect(signedUrl({ key, type: "text/plain" }, needsWith())).rejects.toThrow(
      InvalidKeyError,
    );
  });
});
