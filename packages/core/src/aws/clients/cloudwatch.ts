import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { clientConfig, equip } from "../config.ts";
import { perRegion } from "./per-region.ts";

/** One client of CloudWatch for a process and region. */
export const cloudWatchClient = /* @__PURE__ */ perRegion((settings) =>
  equip(new CloudWatchClient(clientConfig(settings)), settings),
);
