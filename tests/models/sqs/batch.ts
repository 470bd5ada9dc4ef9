import { SQSServiceException, type BatchResultErrorEntry } from "@aws-sdk/client-sqs";
import { batchError } from "./errors.ts";

/** Does each entry by itself: one that fails is reported and stops no other. */
export function eachEntry<Entry extends { readonly Id?: string | undefined }, Done extends object>(
  entries: readonly Entry[] | undefined,
  act: (entry: Entry) => Done,
): { Successful: (Done & { Id: string })[]; Failed: BatchResultErrorEntry[] } {
  const error = batchError((entries ?? []).map(({ Id }) => Id));
  if (error) throw error;
  const Successful: (Done & { Id: string })[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const entry of entries ?? []) {
    const Id = entry.Id ?? "";
    try {
      Successful.push({ ...act(entry), Id });
    } catch (refusal) {
      if (!(refusal instanceof SQSServiceException)) throw refusal;
      Failed.push({ Id, SenderFault: true, Code: refusal.name, Message: refusal.message });
    }
  }
  return { Successful, Failed };
}
