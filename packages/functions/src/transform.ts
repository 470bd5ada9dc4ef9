import type { Context } from "aws-lambda";
import { transform } from "./transform-event.ts";

/** The transform of the queue `Uploads`. */
export const handler = (event: unknown, context: Context) => transform(event, context);
