import { type Copied } from "./archive/copying.ts";
import { type SourceHead } from "./archive/head.ts";
import { findLeftCopy, placeCopy } from "./archive/place.ts";
import { deleteVersion, headVersion, openVersion } from "./archive/source.ts";
import { type PipelineContext } from "./context.ts";
import { correlationIn } from "./correlation.ts";
import { ReservedKeyError } from "./errors.ts";
import { isReserved, supersededKey } from "./keys.ts";
import { waitForLane } from "./lane-wait.ts";
import { putDown } from "./ledger/release.ts";
import { endAlone, endInLane } from "./ledger/steps.ts";
import { type Claimed } from "./ledger/table.ts";
import { type Outcome } from "./outcome.ts";
import { type ProcessedFile } from "./process-step.ts";
import { settle, type Progress } from "./settle.ts";

/** Brings a claimed version into the archive, or records why not. Throws nothing. */
export async function carry(claimed: Claimed, context: PipelineContext): Promise<Outcome> {
  const progress: Progress = { inLane: false };
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
  const { upload } = claimed;
  if (isReserved(upload.key)) throw new ReservedKeyError(upload.key);
  const ready = await prepare(claimed, context);
  if (!ready) {
    await endAlone(claimed, { state: "gone" }, context.ledger);
    return { kind: "gone", upload };
  }
  return archive(ready, progress, context);
}

/** A version whose results are there: to be copied from its head, or copied by an earlier run. */
type Ready = { readonly claimed: Claimed; readonly processed?: ProcessedFile } & (
  | { readonly head: SourceHead; readonly left?: undefined }
  | { readonly left: Copied }
);

/** `undefined` when the version is nowhere any more. */
async function prepare(claimed: Claimed, context: PipelineContext): Promise<Ready | undefined> {
  const { upload, record } = claimed;
  // Only a run that recorded the version as processed can have copied it.
  if (record.processed_at === undefined) return processNow(claimed, context);
  const left = await findLeftCopy(upload, context.storage);
  if (left) return { claimed, left };
  const head = await headVersion(upload, context.storage);
  return head && { claimed: withHead(claimed, head), head };
}

async function processNow(claimed: Claimed, context: PipelineContext): Promise<Ready | undefined> {
  const source = await openVersion(claimed.upload, context.storage);
  if (!source) return undefined;
  const { head, body } = source;
  const known = withHead(claimed, head);
  const { upload } = known;
  try {
    const processed = await context.process({
      upload,
      head,
      body,
      signal: context.storage.signal,
    });
    return { claimed: known, head, processed };
  } finally {
    // A transform may stop early; its connection must not stay busy.
    body.destroy();
  }
}

/** Seed: two buckets and a Lambda, `archive()`. */
async function archive(
  ready: Ready,
  progress: Progress,
  context: PipelineContext,
): Promise<Outcome> {
  const { claimed, processed } = ready;
  const { upload } = claimed;
  const isAside = ready.left && ready.left.key !== upload.key;
  const lane = isAside ? { kind: "aside" as const } : await waitForLane(ready, context);
  if (lane.kind === "wait") {
    await putDown(claimed, processed, context.ledger);
    return { kind: "busy", upload, until: lane.until };
  }
  progress.inLane = lane.kind === "main";
  const place = progress.inLane ? upload.key : supersededKey(upload.key, upload.version);
  const storage = { ...context.storage, sleep: context.ledger.sleep };
  const copied = ready.left ?? (await placeCopy(upload, ready.head, place, storage));
  await deleteVersion(upload, context.storage);
  const state = copied.key === upload.key ? "archived" : "superseded";
  const where = { key: copied.key, version: copied.version };
  if (progress.inLane) await endInLane(claimed, where, context.ledger);
  else await endAlone(claimed, { state, archive: where }, context.ledger);
  return { kind: state, upload };
}

/** What only the object itself tells: its ETag and size, and its uploader's correlation id. */
function withHead(claimed: Claimed, { etag, size, metadata }: SourceHead): Claimed {
  const { upload } = claimed;
  const correlation = correlationIn(metadata) ?? upload.correlation;
  return { ...claimed, upload: { ...upload, etag, size, correlation } };
}
