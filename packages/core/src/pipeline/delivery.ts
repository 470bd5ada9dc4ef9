import { InvalidInputError } from "../errors.ts";
import { type PipelineContext } from "./context.ts";
import { announce, type Announced } from "./events/announcement.ts";
import { parseEvent } from "./events.ts";
import { moveToArchive } from "./move.ts";
import { type Outcome } from "./outcome.ts";
import { inParallel } from "./parallel.ts";
import { resolveVersion } from "./resolve-version.ts";
import { secondsUntilNext } from "./retry-after.ts";

/** Puts a message where it rests until a person redrives it. */
export type Park = (body: string, reason: unknown) => Promise<void>;

export interface Delivered {
  readonly outcomes: readonly Outcome[];
  /** Seconds until the message is worth another delivery; absent when all of it is done. */
  readonly againAfter?: number;
}

const parallelInMessage = 4;

/**
 * Does what one message announces: a queue's message body or a bare event. What was given up is
 * parked, and so is what can't be read; both are then done.
 *
 * Throws what the ledger or the queue throw when they can't be reached; the message is to come
 * again.
 */
export async function deliver(
  message: unknown,
  context: PipelineContext,
  park: Park,
): Promise<Delivered> {
  if (context.storage.signal?.aborted) return { outcomes: [], againAfter: 0 };
  const { uploads, broken } = read(message, context);
  for (const { body, error } of broken) await park(body, error);
  const outcomes = await inParallel(uploads, parallelInMessage, (one) => move(one, context, park));
  const known = outcomes.filter((outcome) => outcome !== undefined);
  const now = context.ledger.now();
  return {
    outcomes: known,
    againAfter: secondsUntilNext(known, { now, random: context.random() }),
  };
}

async function move(
  announced: Announced,
  context: PipelineContext,
  park: Park,
): Promise<Outcome | undefined> {
  const upload = await resolveVersion(announced, context.storage);
  if (!upload) {
    context.log.warn("nothing is stored under an announced key", { key: announced.key });
    return undefined;
  }
  const outcome = await moveToArchive(upload, context);
  // Also when it had failed before: the run that gave it up may have died before parking it.
  const isGivenUp =
    outcome.kind === "failed" || (outcome.kind === "duplicate" && outcome.state === "failed");
  if (isGivenUp) {
    const reason = outcome.kind === "failed" ? outcome.error : "it had failed before";
    await park(announce([outcome.upload]), reason);
  }
  return outcome;
}

function read(message: unknown, { stagingBucket, log }: PipelineContext) {
  const { uploads, ignored, broken } = parseOrBreak(message);
  if (ignored.length > 0) log.info("events that are no uploads", { events: ignored });
  const foreign = uploads
    .filter(({ bucket }) => bucket !== stagingBucket)
    .map((upload) => ({ body: announce([upload]), error: foreignBucket(upload, stagingBucket) }));
  const refused = [...broken, ...foreign];
  for (const { error } of refused) log.error("an event that is unusable", { issues: error.issues });
  return { uploads: uploads.filter(({ bucket }) => bucket === stagingBucket), broken: refused };
}

function parseOrBreak(message: unknown) {
  try {
    return parseEvent(message);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const body = typeof message === "string" ? message : JSON.stringify(message);
    return { uploads: [], ignored: [], broken: [{ body, error }] };
  }
}

const foreignBucket = ({ bucket }: Announced, expected: string) =>
  new InvalidInputError([{ field: "bucket", value: bucket, expected }]);
