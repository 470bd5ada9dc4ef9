import { ParameterNotFoundError } from "@aws-lambda-powertools/parameters/errors";
import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import {
  DescribeParametersCommand,
  type DescribeParametersCommandOutput,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { ssmClient } from "../../../aws/clients/ssm.ts";
import { configurationSettings } from "../settings.ts";
import { type ConfigurationSource, valueOf, withUnderscore } from "../source.ts";

export interface ParameterSourceOptions {
  readonly client?: SSMClient;
  /** The `Environment` tag of parameters found by prefix; default `CONFIG_ENV`. */
  readonly env?: string;
  /** How long Powertools keeps a parameter, in s; default 5. */
  readonly maxAge?: number;
}

/**
 * Systems Manager's Parameter Store, by Powertools. Values are JSON or text, decrypted.
 *
 * A prefix that begins with `/` is a path; any other is found by name and the tag `Environment`.
 * Needs `ssm:GetParameter`; by path `ssm:GetParametersByPath`; by prefix `ssm:DescribeParameters`
 * and `ssm:GetParameters`; to store `ssm:PutParameter`. It is throttled early: for busy functions
 * take the table. Seed: SSMConfig.
 */
export function parameterStore({
  client = ssmClient(),
  env = configurationSettings().env,
  maxAge = 5,
}: ParameterSourceOptions = {}): ConfigurationSource {
  const provider = new SSMProvider({ awsSdkV3Client: client });
  const how = { decrypt: true, maxAge };
  return {
    name: "Parameter Store",
    async get(name) {
      try {
        return valueOf(await provider.get(name, { ...how, throwOnMissing: true }));
      } catch (error) {
        if (error instanceof ParameterNotFoundError) return undefined;
        throw error;
      }
    },
    async getByPrefix(prefix) {
      if (prefix.startsWith("/"))
        return decoded((await provider.getMultiple(prefix, { ...how, recursive: true })) ?? {});
      const start = withUnderscore(prefix);
      const names = await namesOf(client, { start, env });
      if (names.length === 0) return {};
      const wanted = Object.fromEntries(names.map((name) => [name, {}]));
      return decoded(await provider.getParametersByName<string>(wanted, how), start.length);
    },
    async put(name, value) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      await provider.set(name, { value: text, overwrite: true });
      provider.clearCache();
    },
  };
}

/** The seed's rule: the text `None` is nothing. */
function decoded(values: Readonly<Record<string, unknown>>, cut = 0) {
  const entries = Object.entries(values).map(([name, value]): [string, unknown] => [
    name.slice(cut),
    value === "None" ? null : value,
  ]);
  return Object.fromEntries(entries);
}

async function namesOf(
  client: Pick<SSMClient, "send">,
  { start, env }: { readonly start: string; readonly env: string },
): Promise<string[]> {
  const names: string[] = [];
  const ParameterFilters = [
    { Key: "tag:Environment", Values: [env] },
    { Key: "Name", Option: "BeginsWith", Values: [start] },
  ];
  let NextToken: string | undefined;
  do {
    const page: DescribeParametersCommandOutput = await client.send(
      new DescribeParametersCommand({ ParameterFilters, NextToken }),
    );
    names.push(...(page.Parameters ?? []).flatMap(({ Name }) => Name ?? []));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return names;
}
