import { randomBytes } from "node:crypto";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type Emulator } from "../emulator/types.ts";
import {
  type ClientOptions,
  type Clients,
  clientsFor,
  destroyClients,
  type Keys,
} from "./clients.ts";

/** What a probe has to work with. Everything it makes has names of its own. */
export interface World extends Clients {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** Another caller's clients. */
  as(credentials: Keys, options?: Partial<ClientOptions>): Clients;
  /** The emulator's own keys, which may do everything. */
  readonly keys: Keys;
  /** A name that nothing else has: lower-case letters, digits and hyphens, at most 40. */
  name(kind: string): string;
  /** Run when the probe has ended, the last one first; what they throw is ignored. */
  onEnd(clean: () => Promise<unknown>): void;
}

export interface OwnedWorld extends World {
  close(): Promise<void>;
}

/** The account of the emulator's own keys. */
export async function accountOf(emulator: Pick<Emulator, "endpoint" | "region" | "env">) {
  const clients = clientsFor(optionsOf(emulator));
  const { Account } = await clients.sts.send(new GetCallerIdentityCommand({}));
  destroyClients(clients);
  return Account ?? "000000000000";
}

/** A world for one probe. */
export function makeWorld(
  emulator: Pick<Emulator, "endpoint" | "region" | "env">,
  accountId: string,
): OwnedWorld {
  const options = optionsOf(emulator);
  const cleaners: (() => Promise<unknown>)[] = [];
  const opened: Clients[] = [];
  const open = (more: Partial<ClientOptions>) => {
    const clients = clientsFor({ ...options, ...more });
    opened.push(clients);
    return clients;
  };
  return {
    ...open({}),
    endpoint: emulator.endpoint,
    region: emulator.region,
    accountId,
    keys: options.credentials,
    as: (credentials, more = {}) => open({ credentials, ...more }),
    name: (kind) => `probe-${kind}-${randomBytes(5).toString("hex")}`,
    onEnd: (clean) => void cleaners.unshift(clean),
    close: async () => {
      for (const clean of cleaners) await clean().catch(() => undefined);
      for (const clients of opened) destroyClients(clients);
    },
  };
}

function optionsOf({ endpoint, region, env }: Pick<Emulator, "endpoint" | "region" | "env">) {
  const credentials: Keys = {
    accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "test",
    secretAccessKey: env["AWS_SECRET_ACCESS_KEY"] ?? "test",
    sessionToken: env["AWS_SESSION_TOKEN"],
  };
  return { endpoint, region, credentials };
}
