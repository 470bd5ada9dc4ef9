import { stateKey } from "../orchestrator/state-row.ts";
import { transact } from "../store/transact.ts";
import { type Update } from "../store/write.ts";
import { auditPut } from "./audit.ts";
import { labourerOf, tell, type Operating, type Operator } from "./operating.ts";

export type LabourerAction = "pause" | "resume" | "drain";

/**
 * Pauses a labourer (nothing of it starts), drains it (it takes no new tasks; those queued go on)
 * or resumes it from both. What runs goes on running. `changed`: false where it was so already.
 *
 * Throws `UnknownLabourerError`.
 */
export async function operateLabourer(
  id: string,
  action: LabourerAction,
  who: Operator,
  operating: Operating,
): Promise<{ changed: boolean }> {
  labourerOf(id, operating);
  const { store } = operating;
  const audit = auditPut(who, { action, labourer_id: id }, store);
  const { done } = await transact([changeFor(id, action, who, store.now()), audit], store);
  if (done && action === "resume") await tell({ labourer_id: id }, operating);
  return { changed: done };
}

// The orchestrator's marks are conditional on this row: none is made once it is paused.
function changeFor(
  id: string,
  action: LabourerAction,
  { by, reason: why }: Operator,
  now: number,
): Update {
  const of = { update: "flow", key: stateKey(id) } as const;
  if (action === "resume")
    return {
      ...of,
      change: { remove: ["paused", "draining"] },
      condition: { expression: "attribute_exists(#paused) OR attribute_exists(#draining)" },
    };
  const name = action === "pause" ? "paused" : "draining";
  return {
    ...of,
    change: { set: { [name]: { by, why, at: Math.floor(now / 1_000) } } },
    condition: { expression: `attribute_not_exists(#${name})` },
  };
}
