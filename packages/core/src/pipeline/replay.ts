import { recoveryAccess, type Recovery } from "./recovery/access.ts";
import { replayTogether } from "./recovery/carry-out.ts";
import { decideReplay } from "./recovery/decide.ts";
import {
  summarize,
  uploadOf,
  type PlannedReplay,
  type ReplayStep,
  type ReplaySummary,
} from "./recovery/plan.ts";
import { select, type Selection } from "./recovery/selection.ts";

export type { PlannedReplay, ReplayStep, ReplaySummary, Selection };

/**
 * Says what a replay of a selection would do; writes nothing. With `fromArchive`, files that are
 * done go through the pipeline once more, as new uploads.
 */
export async function planReplay(
  selection: Selection & { readonly fromArchive?: boolean },
  recovery: Recovery = recoveryAccess(),
): Promise<PlannedReplay[]> {
  const { ledger, stagingBucket } = recovery;
  const { fromArchive = false } = selection;
  const plan: PlannedReplay[] = [];
  for await (const record of select(selection, ledger)) {
    const decision = decideReplay(record, { now: ledger.now(), fromArchive });
    plan.push({ upload: uploadOf(record, stagingBucket), state: record.state, decision });
  }
  return plan;
}

const atOnce = 10;

/**
 * Carries a plan out, ten files at once, and tells of each. What has become live or done since
 * the plan was made is not affected. Stopped half-way, the same plan can be carried out again.
 */
export async function* replay(
  plan: readonly PlannedReplay[],
  recovery: Recovery = recoveryAccess(),
): AsyncGenerator<ReplayStep, ReplaySummary> {
  const steps: ReplayStep[] = [];
  for (let first = 0; first < plan.length; first += atOnce) {
    const items = plan.slice(first, first + atOnce);
    const results = await replayTogether(items, recovery);
    for (const [index, result] of results.entries()) {
      const item = items[index]!;
      const step = { done: first + index + 1, total: plan.length, item, result };
      steps.push(step);
      yield step;
    }
  }
  return summarize(steps);
}
