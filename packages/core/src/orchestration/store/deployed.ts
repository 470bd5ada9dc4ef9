import { type OrchestrationSettings } from "../settings.ts";
import { type Author, type Store, storeOf } from "./store.ts";

/** The tables as a deployment names them, with its retention; `author` writes history where it is kept. */
export function deployedStore(
  { tables, fields, retentionDays, history }: OrchestrationSettings,
  author?: Author,
): Store {
  const kept = retentionDays === undefined ? {} : { retentionDays };
  return storeOf({ tables, fields, ...kept, ...(history && author && { author }) });
}
