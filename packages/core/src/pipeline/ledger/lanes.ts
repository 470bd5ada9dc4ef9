import { LeaseLostError } from "../errors.ts";
import { type ProcessedFile } from "../process-step.ts";
import { type Condition } from "../../aws/expressions.ts";
import { decideLane, decideTakeOver, Lane, newestAfter, type Holder, type Newest } from "./lane.ts";
import { laneVersion } from "./record.ts";
import { holdsLease, recordProcessed, processedChange } from "./steps.ts";
import { type Claimed, type Ledger } from "./table.ts";
import { transactIf } from "./transact.ts";
import { type Write } from "./write.ts";

export type LaneTaken =
  /** The lane is held; `newest` is what it will know once the version is archived. */
  | { readonly kind: "main"; readonly newest: Newest }
  | { readonly kind: "superseded" }
  | { readonly kind: "wait"; readonly until: number };

export interface Taking {
  readonly claimed: Claimed;
  /** What is to be recorded; absent when an earlier run did. */
  readonly processed?: ProcessedFile;
  /** When the lane is free again should this run die, ms since 1970. */
  readonly until: number;
}

/** Tells whether the dead holder of a lane left its copy in the archive. */
export type LookForCopy = (holder: Holder) => Promise<boolean>;

/** How to take the lane: where `condition` holds, noting the `newest` that is archived already. */
interface Hold {
  readonly condition: Condition;
  /** Not known, and not newer, where nobody has looked. */
  readonly newest?: Newest;
}

/**
 * Records that a version is processed, and takes its key's lane: one transaction and no read
 * while nobody else is about the key. A version older than what is archived gets `superseded`
 * and needs no lane. Throws `LeaseLostError`.
 */
export async function takeLane(
  taking: Taking,
  ledger: Ledger,
  lookForCopy: LookForCopy,
): Promise<LaneTaken> {
  const { claimed, processed } = taking;
  const mine = momentOf(claimed);
  let hold: Hold = { condition: unlessNewer(mine) };
  for (;;) {
    const tried = await tryHold(taking, hold, ledger);
    if (tried.held) return { kind: "main", newest: newestAfter(hold.newest, mine) };
    const plan = await planAgain(mine, tried.lane, ledger.now(), lookForCopy);
    if (plan.kind === "wait") return plan;
    if (plan.kind === "superseded") {
      await recordProcessed(claimed, processed, ledger);
      return plan;
    }
    hold = plan.hold;
  }
}

type Plan =
  | { readonly kind: "superseded" }
  | { readonly kind: "wait"; readonly until: number }
  | { readonly kind: "hold"; readonly hold: Hold };

async function planAgain(
  mine: Newest,
  lane: Lane | undefined,
  now: number,
  lookForCopy: LookForCopy,
): Promise<Plan> {
  const decision = decideLane(mine, lane, now);
  if (decision.kind === "superseded") return { kind: "superseded" };
  if (decision.kind === "wait") return decision;
  const condition = unlessChanged(lane);
  const newest = lane?.newest;
  if (decision.kind === "main") return { kind: "hold", hold: { condition, newest } };
  const { holder } = decision;
  const leftCopy = await lookForCopy(holder);
  if (decideTakeOver(mine, holder, leftCopy) === "superseded") return { kind: "superseded" };
  const known = leftCopy ? newestAfter(newest, holder) : newest;
  return { kind: "hold", hold: { condition, newest: known } };
}

async function tryHold(
  { claimed, processed, until }: Taking,
  hold: Hold,
  ledger: Ledger,
): Promise<{ held: true } | { held: false; lane: Lane | undefined }> {
  const { upload, lease } = claimed;
  const file: Write = {
    key: upload.key,
    version: upload.version,
    change: processedChange(claimed, processed, ledger.now()),
    condition: holdsLease(lease),
  };
  const holder: Holder = { ...momentOf(claimed), token: lease.token, until };
  const lane: Write = {
    key: upload.key,
    version: laneVersion,
    change: { set: { schema: 1, holder, newest: hold.newest }, remove: ["expires_at"] },
    condition: hold.condition,
  };
  const done = await transactIf([file, lane], ledger.newToken(), ledger);
  if (done.done) return { held: true };
  const [fileRefusal, laneRefusal] = done.refusals;
  if (fileRefusal?.refused) throw new LeaseLostError(upload.key, upload.version);
  return { held: false, lane: laneRefusal?.item && Lane.parse(laneRefusal.item) };
}

/** Which upload this is, for the order of a key's uploads. */
export const momentOf = ({ upload }: Claimed): Newest => ({
  version: upload.version,
  sequencer: upload.sequencer,
  at: upload.uploadedAt,
});

/** The lane is free, and nothing newer, or of unknown order, is archived. */
function unlessNewer({ version, sequencer }: Newest): Condition {
  const isFree = "(attribute_not_exists(#holder) OR #holder.#version = :mine)";
  if (!sequencer) {
    const expression = `${isFree} AND attribute_not_exists(#newest)`;
    return { expression, values: { ":mine": version } };
  }
  return {
    expression: [
      isFree,
      "(attribute_not_exists(#newest) OR #newest.#sequencer < :sequencer)",
      "attribute_not_exists(#newest.#unsequenced_at)",
    ].join(" AND "),
    values: { ":mine": version, ":sequencer": sequencer },
  };
}

const unlessChanged = (lane: Lane | undefined): Condition =>
  lane
    ? { expression: "#write = :seen", values: { ":seen": lane.write } }
    : { expression: "attribute_not_exists(#write)" };
