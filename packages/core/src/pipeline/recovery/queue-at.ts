import { sqsClient } from "../../aws/clients/sqs.ts";
import { MissingQueueError } from "../errors.ts";
import { type Queue } from "./announcer.ts";

/** A queue by its address. `variable` is where the address should stand. Throws `MissingQueueError`. */
export function queueAt(url: string | undefined, variable: string): Queue {
  if (url === undefined) throw new MissingQueueError(variable);
  return { sqs: sqsClient(), url };
}
