import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { clientConfig, equip } from "../config.ts";
import { perRegion } from "./per-region.ts";

/** One client of EventBridge Scheduler for a process and region. */
export const schedulerClient = /* @__PURE__ */ perRegion((settings) =>
  equip(new SchedulerClient(clientConfig(settings)), settings),
);
