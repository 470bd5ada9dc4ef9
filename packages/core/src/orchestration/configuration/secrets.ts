import { ParameterNotFoundError } from "@aws-lambda-powertools/parameters/errors";
import { SecretsProvider } from "@aws-lambda-powertools/parameters/secrets";
import {
  ListSecretsCommand,
  type ListSecretsCommandOutput,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { secretsClient } from "../../aws/clients/secrets.ts";
import { read, valueOf } from "./source.ts";

/** What is looked for: names that begin so, or a tag's value. */
export type SecretFilter = { readonly name: string } | { readonly tag: string };

export interface Secrets {
  /** A secret by its name or ARN, as text; `undefined` where there is none. */
  readonly get: (id: string) => Promise<string | undefined>;
  /** A secret of JSON, parsed; text that is no JSON stays text. */
  readonly getJson: (id: string) => Promise<unknown>;
  /** All that match, as text, by their names. */
  readonly find: (filter: SecretFilter) => Promise<Readonly<Record<string, string>>>;
}

/**
 * Secrets Manager, by Powertools; a container keeps what it read for `maxAge` seconds, 5 minutes
 * by default.
 *
 * Needs `secretsmanager:GetSecretValue`; to find also `secretsmanager:ListSecrets`. Throws
 * `ConfigurationUnreadableError`. Seed: get_secrets_credentials.
 */
export function secrets({
  client = secretsClient(),
  maxAge = 300,
}: { readonly client?: SecretsManagerClient; readonly maxAge?: number } = {}): Secrets {
  const provider = new SecretsProvider({ awsSdkV3Client: client });
  const get = async (id: string) => {
    try {
      const secret = await provider.get(id, { maxAge, throwOnMissing: true });
      return typeof secret === "string" ? secret : Buffer.from(secret ?? []).toString();
    } catch (error) {
      if (error instanceof ParameterNotFoundError) return undefined;
      throw error;
    }
  };
  const named = (id: string) => read("Secrets Manager", `secret ${id}`, () => get(id));
  return {
    get: named,
    getJson: async (id) => {
      const text = await named(id);
      return text === undefined ? undefined : valueOf(text);
    },
    find: (filter) =>
      read("Secrets Manager", `secrets of ${JSON.stringify(filter)}`, async () => {
        const found = await matching(client, filter);
        const entries = found.map(async ({ name, arn }) => [name, (await get(arn)) ?? ""] as const);
        return Object.fromEntries(await Promise.all(entries));
      }),
  };
}

async function matching(client: Pick<SecretsManagerClient, "send">, filter: SecretFilter) {
  const found: { readonly name: string; readonly arn: string }[] = [];
  const Filters = [
    "name" in filter
      ? { Key: "name" as const, Values: [filter.name] }
      : { Key: "tag-value" as const, Values: [filter.tag] },
  ];
  let NextToken: string | undefined;
  do {
    const page: ListSecretsCommandOutput = await client.send(
      new ListSecretsCommand({ Filters, NextToken }),
    );
    for (const { Name, ARN } of page.SecretList ?? [])
      if (Name && ARN) found.push({ name: Name, arn: ARN });
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return found;
}
