import { type Copied } from "./archive/copying.ts";
import { type SourceHead } from "./archive/head.ts";
import { headVersion, openVersion, type OpenSource } from "./archive/source.ts";
import { type PipelineContext } from "./context.ts";
import { correlationIn } from "./correlation.ts";
import { FileRefusedError } from "./errors.ts";
import { postpone } from "./ledger/release.ts";
import { recordHanded } from "./ledger/handed.ts";
import { endAlone } from "./ledger/steps.ts";
import { type Claimed } from "./ledger/table.ts";
import { type Outcome } from "./outcome.ts";
import { type Progress } from "./progress.ts";
import { type ProcessedFile } from "./process-step.ts";

/** A version ready for the archive: to be copied from its head, or copied by an earlier run. */
export type Prepared = { readonly claimed: Claimed; readonly processed?: ProcessedFile } & (
  | { readonly head: SourceHead; readonly left?: undefined }
  | { readonly left: Copied }
);

export const isPrepared = (result: Prepared | Outcome): result is Prepared => "claimed" in result;

/**
 * Scans and processes a claimed version, unless an earlier run did. Ends there when the version
 * is gone, waits for its scanner, or is handed to a container.
 */
export async function prepare(
  claimed: Claimed,
  progress: Progress,
  context: PipelineContext,
): Promise<Prepared | Outcome> {
  if (claimed.record.processed_at !== undefined) return resume(claimed, progress, context);
  const { upload } = claimed;
  const verdict = await context.scan?.(upload, context.storage.signal);
  if (verdict?.kind === "refused") throw new FileRefusedError(verdict.reason);
  if (verdict?.kind === "pending") {
    await postpone(claimed, context.ledger);
    return { kind: "busy", upload, until: context.ledger.now() + verdict.seconds * 1000 };
  }
  const source = await openVersion(upload, context.storage);
  if (!source) return gone(claimed, context);
  try {
    return await processNow(withHead(claimed, source.head, progress), source, context);
  } finally {
    // A transform may stop early; its connection must not stay busy.
    source.body.destroy();
  }
}

async function processNow(
  claimed: Claimed,
  { head, body }: OpenSource,
  context: PipelineContext,
): Promise<Prepared | Outcome> {
  const { upload } = claimed;
  if (context.handOff?.wants(upload, head)) return handOver(claimed, context);
  const { signal } = context.storage;
  const processed = await context.process({ upload, head, body, signal });
  return { claimed, head, processed };
}

async function resume(
  claimed: Claimed,
  progress: Progress,
  context: PipelineContext,
): Promise<Prepared | Outcome> {
  const head = await headVersion(claimed.upload, context.storage);
  if (!head) return gone(claimed, context);
  const known = withHead(claimed, head, progress);
  return context.handOff?.wants(known.upload, head)
    ? handOver(known, context)
    : { claimed: known, head };
}

async function gone(claimed: Claimed, { ledger }: PipelineContext): Promise<Outcome> {
  await endAlone(claimed, { state: "gone" }, ledger);
  return { kind: "gone", upload: claimed.upload };
}

/** The container goes on under this claim's token, so that neither can undo the other's work. */
async function handOver(claimed: Claimed, context: PipelineContext): Promise<Outcome> {
  const { upload, lease } = claimed;
  const started = await context.handOff?.start({ upload, token: lease.token });
  const until = context.ledger.now() + context.timing.handedLease;
  await recordHanded(claimed, { ...lease, until, holder: started?.holder }, context.ledger);
  return { kind: "handed", upload };
}

/** What only the object itself tells: its ETag and size, and its uploader's correlation id. */
function withHead(
  claimed: Claimed,
  { etag, size, metadata }: SourceHead,
  progress: Progress,
): Claimed {
  const { upload } = claimed;
  const correlation = correlationIn(metadata) ?? upload.correlation;
  progress.upload = { ...upload, etag, size, correlation };
  return { ...claimed, upload: progress.upload };
}
