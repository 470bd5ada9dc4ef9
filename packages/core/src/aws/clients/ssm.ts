import { SSMClient } from "@aws-sdk/client-ssm";
import { clientConfig, equip } from "../config.ts";
import { perRegion } from "./per-region.ts";

/** One client of Systems Manager for a process and region. */
export const ssmClient = /* @__PURE__ */ perRegion((settings) =>
  equip(new SSMClient(clientConfig(settings)), settings),
);
