import { Logger } from "@aws-lambda-powertools/logger";
import { redact } from "./redact.ts";

/** The API's log: JSON lines without tokens, credentials and presigned queries. */
export const logger = new Logger({ serviceName: "api", jsonReplacerFn: redact });

/** What the API logs with. */
export type Log = Pick<Logger, "info" | "warn" | "error">;
