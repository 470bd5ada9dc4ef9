import { findCopy } from "./archive/find.ts";
import { type PipelineContext } from "./context.ts";
import { type Holder } from "./ledger/lane.ts";
import { takeLane, type LaneTaken } from "./ledger/lanes.ts";
import { type Claimed } from "./ledger/table.ts";
import { type ProcessedFile } from "./process-step.ts";

interface Waiting {
  readonly claimed: Claimed;
  readonly processed?: ProcessedFile;
}

const firstPauseMs = 40;
const longestPauseMs = 1_000;

/** Takes the key's lane, waiting a little for whoever holds it: most are done within a second. */
export async function waitForLane(
  { claimed, processed }: Waiting,
  context: PipelineContext,
): Promise<LaneTaken> {
  const { ledger, storage, timing, random } = context;
  const { key } = claimed.upload;
  const giveUpAt = Math.min(ledger.now() + timing.laneWait, timing.deadline);
  const lookForCopy = async ({ version, at }: Holder) =>
    Boolean(await findCopy({ key, version, since: at }, storage));
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    const taken = await takeLane(
      { claimed, processed, until: timing.leaseUntil() },
      ledger,
      lookForCopy,
    );
    const isOver = ledger.now() + pause > giveUpAt || storage.signal?.aborted;
    if (taken.kind !== "wait" || isOver) return taken;
    await ledger.sleep(pause * (0.5 + random()));
  }
}
