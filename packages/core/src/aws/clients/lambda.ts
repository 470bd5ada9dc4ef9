import { LambdaClient } from "@aws-sdk/client-lambda";
import { clientConfig, equip } from "../config.ts";
import { perRegion } from "./per-region.ts";

/** One client of Lambda for a process and region. */
export const lambdaClient = /* @__PURE__ */ perRegion((settings) =>
  equip(new LambdaClient(clientConfig(settings)), settings),
);
