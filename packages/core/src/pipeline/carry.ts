import { deleteVersion } from "./archive/delete.ts";
import { findLeftCopy, placeCopy } from "./archive/place.ts";
import { type PipelineContext } from "./context.ts";
import { AttemptsExhaustedError, ReservedKeyError } from "./errors.ts";
import { isReserved, supersededKey } from "./keys.ts";
import { waitForLane } from "./lane-wait.ts";
import { putDown } from "./ledger/release.ts";
import { endAlone, endInLane } from "./ledger/steps.ts";
import { type Claimed } from "./ledger/table.ts";
import { type Outcome } from "./outcome.ts";
import { isPrepared, prepare, type Prepared } from "./prepare.ts";
import { newProgress, type Progress } from "./progress.ts";
import { settle } from "./settle.ts";

/**
 * Brings a claimed version into the archive, or records why not. Throws nothing. `progress` tells
 * others how far it is.
 */
export async function carry(
  claimed: Claimed,
  context: PipelineContext,
  progress: Progress = newProgress(),
): Promise<Outcome> {
  try {
    return await carryOut(claimed, progress, context);
  } catch (error) {
    return settle(error, claimed, progress, context);
  }
}

async function carryOut(
  claimed: Claimed,
  progress: Progress,
  context: PipelineContext,
): Promise<Outcome> {
  const { upload, record } = claimed;
  if (isReserved(upload.key)) throw new ReservedKeyError(upload.key);
  const left = await findLeft(claimed, progress, context);
  if (left) return putAway({ claimed, left }, progress, context);
  if (claimed.onlyFinish) throw new AttemptsExhaustedError(record.attempts, record.error?.message);
  const prepared = await prepare(claimed, progress, context);
  return isPrepared(prepared) ? putAway(prepared, progress, context) : prepared;
}

/** Only a run that recorded the version as processed can have copied it. */
async function findLeft({ upload, record }: Claimed, progress: Progress, context: PipelineContext) {
  if (record.processed_at === undefined) return undefined;
  progress.copy = "unknown";
  const left = await findLeftCopy(upload, context.storage);
  progress.copy = left ? "made" : "none";
  return left;
}

/** Seed: two buckets and a Lambda, `archive()`. */
async function putAway(
  ready: Prepared,
  progress: Progress,
  context: PipelineContext,
): Promise<Outcome> {
  const { claimed, processed, left } = ready;
  const { upload } = claimed;
  const isAside = left !== undefined && left.key !== upload.key;
  const lane = isAside ? { kind: "superseded" as const } : await waitForLane(ready, context);
  if (lane.kind === "wait") {
    await putDown(claimed, processed, context.ledger);
    return { kind: "busy", upload, until: lane.until };
  }
  progress.inLane = lane.kind === "main";
  const place = progress.inLane ? upload.key : supersededKey(upload.key, upload.version);
  const storage = { ...context.storage, sleep: context.ledger.sleep };
  const { key, version } =
    left ?? (await placeCopy({ upload, head: ready.head, key: place }, progress, storage));
  await deleteVersion(upload, context.storage);
  const state = key === upload.key ? "archived" : "superseded";
  const archive = { key, version };
  if (lane.kind === "main") {
    await endInLane(claimed, { archive, newest: lane.newest }, context.ledger);
  } else await endAlone(claimed, { state, archive }, context.ledger);
  return { kind: state, upload };
}
