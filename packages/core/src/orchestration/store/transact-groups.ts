import { type Refusal, transact } from "./transact.ts";
import { type Store } from "./store.ts";
import { type Row, type Write } from "./write.ts";

/** Writes that are done all or none, whatever becomes of others: one task's move, say. */
export interface Group {
  readonly writes: readonly Write[];
}
export type GroupOutcome =
  | { readonly done: true }
  /** A condition of its own failed; `rows` are as the writes' rows then stood. */
  | { readonly done: false; readonly rows: readonly (Row | undefined)[] };

export interface Together<G extends Group> {
  readonly groups: readonly G[];
  /** Writes on behalf of those groups that go through in one transaction: a lease's check, counters. */
  readonly shared?: (groups: readonly G[]) => readonly Write[];
  /** Writes of `shared` at most; 0 without it. */
  readonly sharedMost?: number;
  /** Heard before each transaction; `false` ends it, the rest is left undone. */
  readonly goOn?: () => boolean;
}
export interface Outcomes<G extends Group> {
  readonly done: readonly G[];
  readonly refused: readonly { readonly group: G; readonly rows: readonly (Row | undefined)[] }[];
  /** Not tried, or tried in vain because a shared write was refused. */
  readonly left: readonly G[];
  /** What refused the shared writes, if something did. */
  readonly stopped?: readonly Refusal[];
}

const most = { writes: 100, bytes: 3_000_000 }; // DynamoDB: 100 and 4 MB; rows are counted roughly

/**
 * Many groups in as few transactions as they fit in, one after another. A group whose own
 * condition fails is left out and the others of its transaction are sent again. Errors as
 * `transact`: what was done before stays done.
 */
export async function transactGroups<G extends Group>(
  { groups, shared = () => [], sharedMost = 0, goOn = () => true }: Together<G>,
  store: Store,
): Promise<Outcomes<G>> {
  const done: G[] = [];
  const refused: { group: G; rows: readonly (Row | undefined)[] }[] = [];
  const batches = packed(groups, most.writes - sharedMost);
  for (let batch = batches.shift(); batch; batch = batches.shift()) {
    let groupsLeft: readonly G[] = batch;
    while (groupsLeft.length > 0) {
      const left = () => [...groupsLeft, ...batches.flat()];
      if (!goOn()) return { done, refused, left: left() };
      const before = shared(groupsLeft);
      const writes = [...before, ...groupsLeft.flatMap((group) => group.writes)];
      const answer = await transact(writes, store);
      if (answer.done) {
        done.push(...groupsLeft);
        break;
      }
      const ofShared = answer.refusals.slice(0, before.length);
      if (ofShared.some((refusal) => refusal.refused))
        return { done, refused, left: left(), stopped: ofShared };
      const parted = part(groupsLeft, answer.refusals.slice(before.length));
      refused.push(...parted.refused);
      groupsLeft = parted.others;
    }
  }
  return { done, refused, left: [] };
}

function part<G extends Group>(groups: readonly G[], refusals: readonly Refusal[]) {
  const refused: { group: G; rows: readonly (Row | undefined)[] }[] = [];
  const others: G[] = [];
  let from = 0;
  for (const group of groups) {
    const own = refusals.slice(from, (from += group.writes.length));
    if (own.some((refusal) => refusal.refused))
      refused.push({ group, rows: own.map(({ row }) => row) });
    else others.push(group);
  }
  return { refused, others };
}

/** Groups in order, as many together as a transaction takes. A group of more than 100 writes is a mistake. */
function packed<G extends Group>(groups: readonly G[], mostWrites: number): G[][] {
  const batches: G[][] = [];
  let room = { writes: 0, bytes: 0 };
  for (const group of groups) {
    const size = { writes: group.writes.length, bytes: bytesOf(group) };
    if (batches.length === 0 || room.writes < size.writes || room.bytes < size.bytes) {
      batches.push([]);
      room = { writes: mostWrites, bytes: most.bytes };
    }
    batches.at(-1)?.push(group);
    room = { writes: room.writes - size.writes, bytes: room.bytes - size.bytes };
  }
  return batches;
}

// A transaction counts what its puts weigh, and the rows that updates and deletes touch.
const bytesOf = ({ writes }: Group) =>
  writes.reduce(
    (sum, write) =>
      sum + ("put" in write ? Buffer.byteLength(JSON.stringify(write.row, digits)) : 200),
    0,
  );

// Numbers beyond 2^53 come as bigint, which JSON doesn't know.
const digits = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
