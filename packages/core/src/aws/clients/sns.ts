import { SNSClient } from "@aws-sdk/client-sns";
import { clientConfig, equip } from "../config.ts";
import { perRegion } from "./per-region.ts";

/** One client of SNS for a process and region. */
export const snsClient = /* @__PURE__ */ perRegion((settings) =>
  equip(new SNSClient(clientConfig(settings)), settings),
);
