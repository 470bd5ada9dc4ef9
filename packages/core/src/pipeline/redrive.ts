import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { type Announced } from "./events/announcement.ts";
import { getRecords, nameOfVersion } from "./ledger/read.ts";
import { revive } from "./ledger/revive.ts";
import { deadLetterAccess, type DeadLetterAccess } from "./recovery/access.ts";
import { receiveAll, remove, show, type ParkedMessage } from "./recovery/parked.ts";
import {
  decideRedrive,
  standingOf,
  type RedriveDecision,
  type Standing,
} from "./recovery/redrive-decision.ts";
import { readParked, type RedriveSelection } from "./recovery/read-parked.ts";

/** What a redrive does, or did, with one parked message. */
export interface RedriveStep {
  readonly message: ParkedMessage;
  readonly uploads: readonly Announced[];
  readonly decision: RedriveDecision;
  /** Why it couldn't be done; the message stays parked. */
  readonly error?: unknown;
}

/**
 * Looks at every message of the dead-letter queue and says what a redrive would do with it.
 * Changes nothing, but hides the messages while it looks.
 */
export async function planRedrive(
  selection: RedriveSelection = {},
  access: DeadLetterAccess = deadLetterAccess(),
): Promise<RedriveStep[]> {
  const plan: RedriveStep[] = [];
  try {
    for await (const messages of receiveAll(access.deadLetters)) {
      plan.push(...(await Promise.all(messages.map((one) => look(one, selection, access)))));
    }
  } finally {
    await show(
      plan.map(({ message }) => message),
      access.deadLetters,
    );
  }
  return plan;
}

async function look(
  message: ParkedMessage,
  selection: RedriveSelection,
  { ledger }: DeadLetterAccess,
): Promise<RedriveStep> {
  const read = readParked(message, selection);
  if ("decision" in read) return read;
  const named = read.uploads.flatMap(({ key, version }) => (version ? [{ key, version }] : []));
  const records = await getRecords(named, ledger);
  const standings = read.uploads.map(({ key, version = "" }) =>
    standingOf(records.get(nameOfVersion({ key, version })), ledger.now()),
  );
  return { ...read, decision: decideRedrive(standings) };
}

/**
 * Sends parked messages back to the queue of uploads, their bodies unchanged, and gives their
 * failed files new attempts. What is live or done is not affected. Tells of each message; what
 * stays parked is visible again at the end.
 */
export async function* redrive(
  selection: RedriveSelection = {},
  access: DeadLetterAccess = deadLetterAccess(),
): AsyncGenerator<RedriveStep, RedriveStep[]> {
  const steps: RedriveStep[] = [];
  // What fails again while we are at it is not redriven again.
  const selected = { sentBefore: access.ledger.now(), ...selection };
  try {
    for await (const messages of receiveAll(access.deadLetters)) {
      const done = await Promise.all(messages.map((one) => redriveOne(one, selected, access)));
      steps.push(...done);
      yield* done;
    }
  } finally {
    const staying = steps.filter(({ decision, error }) => error ?? !leaves(decision));
    await show(
      staying.map(({ message }) => message),
      access.deadLetters,
    );
  }
  return steps;
}

async function redriveOne(
  message: ParkedMessage,
  selection: RedriveSelection,
  access: DeadLetterAccess,
): Promise<RedriveStep> {
  const read = readParked(message, selection);
  if ("decision" in read) return read;
  try {
    const standings = await Promise.all(read.uploads.map((one) => reviveOne(one, access)));
    const decision = decideRedrive(standings);
    // First sent, then removed: a crash between leaves it twice, which changes nothing.
    if (decision === "redrive") await send(message, access);
    if (leaves(decision)) await remove([message], access.deadLetters);
    return { ...read, decision };
  } catch (error) {
    return { ...read, decision: "redrive", error };
  }
}

async function reviveOne(
  { key, version }: Announced,
  { ledger }: DeadLetterAccess,
): Promise<Standing> {
  if (version === undefined) return "waiting";
  const { revived, record } = await revive({ key, version }, ledger);
  return revived ? "waiting" : standingOf(record, ledger.now());
}

async function send({ body }: ParkedMessage, { uploads }: DeadLetterAccess) {
  await uploads.sqs.send(new SendMessageCommand({ QueueUrl: uploads.url, MessageBody: body }));
}

const leaves = (decision: RedriveDecision) => decision === "redrive" || decision === "drop";
