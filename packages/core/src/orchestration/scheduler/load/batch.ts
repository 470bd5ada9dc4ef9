import { laneKey, parseLane } from "../../lanes.ts";
import { targetOf, type Write } from "../../store/write.ts";
import { type Creation } from "./creation.ts";

/** Creations that go into one transaction together. */
export interface Batch {
  readonly creations: readonly Creation[];
  /** Those that ask for a key that another of the batch already takes. */
  readonly doubles: readonly Creation[];
}

/** DynamoDB takes 100 writes and 4 MB; rows are counted roughly. */
const most = { writes: 100, bytes: 3_000_000 };

/** Collects creations until a transaction is full. */
export class BatchRoom {
  readonly creations: Creation[] = [];
  readonly doubles: Creation[] = [];
  readonly #targets = new Set<string>();
  readonly #lanes = new Set<string>();
  #writes: number;
  #bytes = 0;

  /** `others`: writes that are to go with it. */
  constructor(others: number) {
    this.#writes = others;
  }

  /** Whether it found room. The first always does. */
  add(creation: Creation): boolean {
    const { lane, writes } = creation;
    const targets = writes.map(targetOf);
    if (targets.some((target) => this.#targets.has(target))) {
      this.doubles.push(creation);
      return true;
    }
    const count = writes.length + (lane !== undefined && !this.#lanes.has(lane) ? 1 : 0);
    const bytes = writes.reduce((sum, write) => sum + bytesOf(write), 0);
    const isFull = this.#writes + count > most.writes || this.#bytes + bytes > most.bytes;
    if (isFull && this.creations.length > 0) return false;
    this.#writes += count;
    this.#bytes += bytes;
    if (lane !== undefined) this.#lanes.add(lane);
    for (const target of targets) this.#targets.add(target);
    this.creations.push(creation);
    return true;
  }
}

const bytesOf = (write: Write) =>
  "put" in write ? Buffer.byteLength(JSON.stringify(write.row)) : 200;

/** All that a batch writes: the lanes' counters, then the tasks. `now` in ms. Pure. */
export function writesOf(creations: readonly Creation[], now: number): Write[] {
  const waiting = new Map<string, number>();
  for (const { lane } of creations)
    if (lane !== undefined) waiting.set(lane, (waiting.get(lane) ?? 0) + 1);
  const lanes = Array.from(waiting, ([lane, count]): Write => ({
    update: "flow",
    key: laneKey(parseLane(lane)),
    change: { add: { waiting: count }, setOnce: { due: now } },
  }));
  return [...lanes, ...creations.flatMap(({ writes }) => writes)];
}
