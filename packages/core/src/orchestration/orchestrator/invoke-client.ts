import { LambdaClient } from "@aws-sdk/client-lambda";
import { perRegion } from "../../aws/clients/per-region.ts";
import { clientConfig, equip } from "../../aws/config.ts";

/** Lambda, each request tried once: a second try could hide that the first one was heard. */
export const invokeClient = /* @__PURE__ */ perRegion((settings) =>
  equip(new LambdaClient({ ...clientConfig(settings), maxAttempts: 1 }), settings),
);
