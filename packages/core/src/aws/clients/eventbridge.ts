import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { clientConfig, equip } from "../config.ts";
import { perRegion } from "./per-region.ts";

/** One client of EventBridge for a process and region. */
export const eventBridgeClient = /* @__PURE__ */ perRegion((settings) =>
  equip(new EventBridgeClient(clientConfig(settings)), settings),
);
