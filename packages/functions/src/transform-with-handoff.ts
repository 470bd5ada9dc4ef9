import { handOffTo } from "@switchyard/core/pipeline/handoff/choose.ts";
import { handOffSettings } from "@switchyard/core/pipeline/handoff/environment.ts";
import type { Context } from "aws-lambda";
import { transform } from "./transform-event.ts";

/**
 * The transform where files too large for a function go to containers (setting `HANDOFF`). An
 * entry of its own, so that the usual one needn't carry the client of ECS.
 */
export const handler = (event: unknown, context: Context) =>
  transform(event, context, handOffTo(handOffSettings()));
