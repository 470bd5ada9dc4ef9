import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { clientConfig, equip } from "../config.ts";
import { perRegion } from "./per-region.ts";

/** One client of Secrets Manager for a process and region. */
export const secretsClient = /* @__PURE__ */ perRegion((settings) =>
  equip(new SecretsManagerClient(clientConfig(settings)), settings),
);
