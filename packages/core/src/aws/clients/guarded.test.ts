import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import { ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { metered } from "../meter.ts";
import { serve } from "../testing.ts";
import { cloudWatchClient } from "./cloudwatch.ts";
import { eventBridgeClient } from "./eventbridge.ts";
import { schedulerClient } from "./scheduler.ts";
import { secretsClient } from "./secrets.ts";
import { snsClient } from "./sns.ts";
import { ssmClient } from "./ssm.ts";

const endpoint = "http://127.0.0.1:9";
beforeEach(() => {
  vi.stubEnv("AWS_ENDPOINT_URL", endpoint);
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
});
afterEach(() => vi.unstubAllEnvs());

/** Each client, and a request of it, in a region of its own so that none is shared. */
const requests = {
  cloudwatch: () => cloudWatchClient("eu-west-1").send(new ListMetricsCommand({})),
  eventbridge: () => eventBridgeClient("eu-west-1").send(new ListRulesCommand({})),
  scheduler: () => schedulerClient("eu-west-1").send(new ListSchedulesCommand({})),
  secretsmanager: () => secretsClient("eu-west-1").send(new ListSecretsCommand({})),
  sns: () => snsClient("eu-west-1").send(new ListTopicsCommand({})),
  ssm: () => ssmClient("eu-west-1").send(new GetParameterCommand({ Name: "a" })),
};

describe("the client of", () => {
  test.each(Object.entries(requests))(
    "%s goes to the emulator, and is metered",
    async (name, ask) => {
      const { counts } = await metered(() => ask().catch(() => undefined));
      expect(Object.keys(counts.requests).map((operation) => operation.split(".")[0])).toEqual([
        name,
      ]);
      await expect(ask()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    },
  );

  test("Parameter Store stays guarded in Powertools' hands", async () => {
    await using elsewhere = await serve((_, res) => res.end("{}"));
    const client = ssmClient("eu-west-2");
    client.config.endpoint = async () => {
      const { hostname, port } = new URL(elsewhere.url);
      return { protocol: "http:", hostname, port: Number(port), path: "/" };
    };
    const provider = new SSMProvider({ awsSdkV3Client: client });
    await expect(provider.get("a")).rejects.toMatchObject({
      cause: { code: "aws.escaped_emulator" },
    });
  });
});
