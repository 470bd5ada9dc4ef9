import { type Condition } from "../../aws/expressions.ts";
import { updateIf } from "../store/update.ts";
import { type Row, type Update } from "../store/write.ts";
import { type RecentMark, stateKey, stateOfRow, type LabourerState } from "./state-row.ts";
import { type Yard } from "./yard.ts";

/** The right to mark a labourer's tasks, until `until` (ms) or until another took it. */
export interface Lease {
  readonly labourerId: string;
  readonly token: string;
  readonly until: number;
}
export type Taken =
  | { readonly lease: Lease; readonly state: LabourerState }
  /** Another run holds it. */
  | { readonly heldBy: LabourerState };

/**
 * Takes a labourer's lease, if nobody holds it or its time is over. A poke that finds it held
 * leaves its news with the holder, which then goes round again; if the lease ends meanwhile it is
 * taken after all.
 */
export async function takeLease(
  labourerId: string,
  { news }: { readonly news?: readonly string[] | undefined },
  yard: Yard,
): Promise<Taken> {
  const { store, leaseMs } = yard;
  const token = store.newToken();
  for (;;) {
    const until = store.now() + leaseMs;
    const taken = await updateIf(
      takeUpdate({ labourerId, token, until }, store.now()),
      store,
      token,
    );
    const state = stateOfRow(taken.row);
    // A poke may have written since an earlier try of ours, whose answer was lost.
    if (taken.done || state.holder === token)
      return { lease: { labourerId, token, until: state.until ?? until }, state };
    if (!news) return { heldBy: state };
    const told = await updateIf(newsUpdate(labourerId, news, store.now()), store);
    if (told.done) return { heldBy: stateOfRow(told.row) };
    if (stateOfRow(told.row).poked.length + news.length > mostPoked) news = [];
  }
}

/** Holds on to it for another while. `undefined`: another has taken it. */
export async function renewLease(lease: Lease, yard: Yard): Promise<Taken | undefined> {
  const until = yard.store.now() + yard.leaseMs;
  const change = { set: { until }, remove: ["dirty"] };
  const renewed = await updateIf(ofHolder(lease, change), yard.store);
  if (!renewed.done) return undefined;
  return { lease: { ...lease, until }, state: stateOfRow(renewed.row) };
}

/**
 * Lets go of the lease, unless somebody poked meanwhile: `dirty`, and it is still held. `kept` is
 * written with it; what is `undefined` there goes.
 */
export async function releaseLease(
  lease: Lease,
  kept: { readonly recent?: readonly RecentMark[]; readonly [name: string]: unknown },
  { store }: Yard,
): Promise<"released" | "dirty" | "lost"> {
  const gone = Object.keys(kept).filter((name) => kept[name] === undefined);
  const change = { set: kept, remove: ["holder", "until", "poked", ...gone] };
  const released = await updateIf(
    ofHolder(lease, change, " AND attribute_not_exists(#dirty)"),
    store,
  );
  if (released.done) return "released";
  return stateOfRow(released.row).holder === lease.token ? "dirty" : "lost";
}

/** Whether its holder may still begin something. */
export const isHeld = ({ until }: Lease, { store, marginMs }: Yard) =>
  store.now() < until - marginMs;

const mostPoked = 100;

function takeUpdate({ labourerId, token, until }: Lease, now: number): Update {
  return {
    update: "flow",
    key: stateKey(labourerId),
    change: {
      set: { holder: token, until },
      remove: ["dirty"],
    },
    condition: {
      expression: "attribute_not_exists(#holder) OR #until < :now",
      values: { ":now": now },
    },
  };
}

/** Only while somebody holds it, and so will look. */
function newsUpdate(labourerId: string, news: readonly string[], now: number): Update {
  const room = "(attribute_not_exists(#poked) OR size(#poked) <= :room)";
  const values = { ":now": now, ...(news.length > 0 && { ":room": mostPoked - news.length }) };
  return {
    update: "flow",
    key: stateKey(labourerId),
    change: {
      set: { dirty: true },
      ...(news.length > 0 && { add: { poked: new Set(news) } }),
    },
    condition: {
      expression: `attribute_exists(#holder) AND #until > :now${news.length > 0 ? ` AND ${room}` : ""}`,
      values,
    },
  };
}

function ofHolder({ labourerId, token }: Lease, change: Update["change"], more = ""): Update {
  return {
    update: "flow",
    key: stateKey(labourerId),
    change,
    condition: { expression: `#holder = :me${more}`, values: { ":me": token } },
  };
}

/**
 * The condition of a mark, and what it leaves: as `turn` goes on, a late copy of an older one is
 * refused; so is one that was planned before a job was paused, cancelled or resumed.
 */
export function stateUpdate(
  lease: Lease,
  { turn, holds }: Pick<LabourerState, "turn" | "holds">,
  set: Row,
): Update {
  const mine = "#holder = :me AND attribute_not_exists(#paused)";
  const seen = "(#turn = :seen OR attribute_not_exists(#turn))";
  const known = sameHolds(holds);
  return {
    update: "flow",
    key: stateKey(lease.labourerId),
    change: { set: { ...set, turn: turn + 1 } },
    condition: {
      expression: `${mine} AND ${seen} AND ${known.expression}`,
      values: { ":me": lease.token, ":seen": turn, ...known.values },
    },
  };
}

/** Holds while the labourer's list of held jobs is the one that was read. */
export const sameHolds = (holds: number): Condition => ({
  expression: "(#holds = :holds OR attribute_not_exists(#holds))",
  values: { ":holds": holds },
});
