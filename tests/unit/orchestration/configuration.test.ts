import { ResourceNotFoundException, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ParameterNotFound, SSMClient } from "@aws-sdk/client-ssm";
import { loadConfiguration } from "@switchyard/core/orchestration/configuration/load.ts";
import { secrets } from "@switchyard/core/orchestration/configuration/secrets.ts";
import { parameterStore } from "@switchyard/core/orchestration/configuration/sources/parameters.ts";
import { configTable } from "@switchyard/core/orchestration/configuration/sources/table.ts";
import { answering } from "@switchyard/core/orchestration/configuration/sources/testing.ts";
import {
  configurationValue,
  credentialsByPrefix,
  storeConfigurationValue,
} from "@switchyard/core/orchestration/configuration/values.ts";
import { describe, expect, test } from "vitest";
import { orchestrationWorld } from "./world.ts";

const offline = { region: "eu-west-1", endpoint: "http://127.0.0.1:9" };

async function table() {
  const { store } = await orchestrationWorld();
  const settings = { table: "config", env: "production" };
  return { source: configTable({ client: store.db, settings }), db: store.db };
}

describe("the table of configurations", () => {
  test("gives back what was stored, as JSON or as text", async () => {
    const { source } = await table();
    await storeConfigurationValue("w_config", { limit: 3 }, [source]);
    await storeConfigurationValue("motd", "hello {", [source]);
    expect(await configurationValue("w_config", [source])).toEqual({ limit: 3 });
    expect(await configurationValue("motd", [source])).toBe("hello {");
    expect(await configurationValue("nothing", [source])).toBeUndefined();
  });

  test("is a layer of a function's configuration", async () => {
    const { source } = await table();
    await source.put?.("w_config", { limit: 3 });
    const layers = { defaults: { limit: 1, rows: 2 }, sources: [source] };
    expect(await loadConfiguration(layers, "w")).toEqual({ limit: 3, rows: 2 });
  });

  test("finds credentials by prefix, of its own environment and over pages", async () => {
    const { source, db } = await table();
    const dev = configTable({ client: db, settings: { table: "config", env: "dev" } });
    await dev.put?.("db_username", "nobody");
    await source.put?.("db_username", "john");
    await source.put?.("db_port", 27_019);
    await source.put?.("dbx_username", "silver");
    const large = "x".repeat(300_000);
    for (const n of [1, 2, 3, 4, 5]) await source.put?.(`db_large_${n}`, large);
    const found = await credentialsByPrefix("db", [source]);
    expect(Object.keys(found)).toHaveLength(7);
    expect(found).toMatchObject({ username: "john", port: 27_019, large_5: large });
  });

  test("that doesn't exist is a typed error", async () => {
    const { db } = await table();
    const source = configTable({ client: db, settings: { table: "gone", env: "production" } });
    await expect(configurationValue("w_config", [source])).rejects.toMatchObject({
      code: "configuration.unreadable",
      source: "DynamoDB table gone",
    });
  });
});

describe("Parameter Store", () => {
  const stored: Record<string, string> = {
    w_config: '{"limit":3}',
    db_username: "john",
    db_password: "None",
    "/app/db/port": "27019",
  };
  const parameters = () => {
    const client = new SSMClient(offline);
    const asked = answering(client, (command, input) => {
      if (command === "GetParameter") {
        const Value = stored[String(input["Name"])];
        if (Value === undefined) throw new ParameterNotFound({ message: "", $metadata: {} });
        return { Parameter: { Value } };
      }
      if (command === "DescribeParameters")
        return input["NextToken"] === undefined
          ? { Parameters: [{ Name: "db_username" }], NextToken: "2" }
          : { Parameters: [{ Name: "db_password" }] };
      if (command === "GetParameters")
        return {
          Parameters: (input["Names"] as string[]).map((Name) => ({ Name, Value: stored[Name] })),
        };
      if (command === "GetParametersByPath")
        return { Parameters: [{ Name: "/app/db/port", Value: stored["/app/db/port"] }] };
      return { Version: 2 };
    });
    return { asked, source: parameterStore({ client, env: "production" }) };
  };

  test("gives JSON, decrypted, and nothing where there is nothing", async () => {
    const { source, asked } = parameters();
    expect(await configurationValue("w_config", [source])).toEqual({ limit: 3 });
    expect(await configurationValue("nothing", [source])).toBeUndefined();
    expect(asked[0]?.input).toMatchObject({ Name: "w_config", WithDecryption: true });
  });

  test("finds credentials by prefix and environment, over pages; None is nothing", async () => {
    const { source, asked } = parameters();
    expect(await credentialsByPrefix("db", [source])).toEqual({ username: "john", password: null });
    expect(asked[0]?.input).toMatchObject({
      ParameterFilters: [
        { Key: "tag:Environment", Values: ["production"] },
        { Key: "Name", Option: "BeginsWith", Values: ["db_"] },
      ],
    });
  });

  test("finds credentials below a path", async () => {
    const { source } = parameters();
    expect(await credentialsByPrefix("/app/db", [source])).toEqual({ port: "27019" });
  });

  test("stores over what is there", async () => {
    const { source, asked } = parameters();
    await storeConfigurationValue("w_config", { limit: 4 }, [source]);
    expect(asked).toMatchObject([
      { command: "PutParameter", input: { Value: '{"limit":4}', Overwrite: true } },
    ]);
  });

  test("that refuses is a typed error, not an empty configuration", async () => {
    const client = new SSMClient(offline);
    answering(client, () => {
      throw new TypeError("AccessDenied");
    });
    const source = parameterStore({ client, env: "production" });
    await expect(configurationValue("w_config", [source])).rejects.toMatchObject({
      code: "configuration.unreadable",
      source: "Parameter Store",
    });
  });

  test("is asked after the table where both are named", async () => {
    const { source } = parameters();
    const { source: first } = await table();
    await first.put?.("db_username", "of the table");
    expect(await configurationValue("db_username", [first, source])).toBe("of the table");
    expect(await configurationValue("w_config", [first, source])).toEqual({ limit: 3 });
  });
});

describe("Secrets Manager", () => {
  const manager = () => {
    const client = new SecretsManagerClient(offline);
    const asked = answering(client, (command, input) => {
      if (command === "ListSecrets")
        return input["NextToken"] === undefined
          ? { SecretList: [{ Name: "db_password", ARN: "arn:1" }], NextToken: "2" }
          : { SecretList: [{ Name: "db_token", ARN: "arn:2" }] };
      if (input["SecretId"] === "gone")
        throw new ResourceNotFoundException({ message: "", $metadata: {} });
      return { SecretString: `{"of":"${String(input["SecretId"])}"}` };
    });
    return { asked, manager: secrets({ client }) };
  };

  test("gives a secret once for a container, and nothing where there is none", async () => {
    const { manager: of, asked } = manager();
    expect(await of.get("db")).toBe('{"of":"db"}');
    expect(await of.getJson("db")).toEqual({ of: "db" });
    expect(asked).toHaveLength(1);
    expect(await of.get("gone")).toBeUndefined();
  });

  test.each([
    [{ name: "db_" }, "name"],
    [{ tag: "project-a" }, "tag-value"],
  ])("finds all of %j", async (filter, key) => {
    const { manager: of, asked } = manager();
    expect(await of.find(filter)).toEqual({
      db_password: '{"of":"arn:1"}',
      db_token: '{"of":"arn:2"}',
    });
    expect(asked[0]?.input).toMatchObject({ Filters: [{ Key: key }] });
  });
});

test("a function of one's own can't search or store, and says so", async () => {
  const own = () => undefined;
  await expect(credentialsByPrefix("db", [own])).rejects.toMatchObject({
    code: "configuration.unsupported_source",
  });
  await expect(storeConfigurationValue("a", 1, [own])).rejects.toMatchObject({
    code: "configuration.unsupported_source",
  });
});
