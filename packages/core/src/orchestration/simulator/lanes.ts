import { type WaitingLane } from "../flow/deal.ts";

/** A task of the simulation; times in seconds. */
export interface SimulatedTask {
  readonly task_id: string;
  readonly key: string;
  readonly priority: number;
  readonly arrived: number;
  readonly deadline?: number | undefined;
  attempts: number;
}

export interface SimulatedLane extends WaitingLane {
  waiting: number;
  due: number;
  readonly queue: SimulatedTask[];
  /** Where the queue begins: what is before has gone. */
  head: number;
  /** Returned to the front, the last one first. */
  readonly front: SimulatedTask[];
}

/** The lanes of a labourer, those first that wait longest for their turn, as the flow table has them. */
export class SimulatedLanes {
  // Maps keep the order of insertion: a lane that was served goes to the end, as its `due` does.
  readonly #due = new Map<number, Map<string, SimulatedLane>>();
  readonly #postponed = new Map<string, SimulatedLane>();
  waiting = 0;

  add(task: SimulatedTask, nowMs: number, toFront = false): void {
    const level = this.#level(task.priority);
    let lane = level.get(task.key) ?? this.#postponed.get(nameOf(task));
    if (!lane) {
      const { priority, key } = task;
      lane = { priority, key, due: nowMs, waiting: 0, queue: [], head: 0, front: [] };
      level.set(key, lane);
    }
    (toFront ? lane.front : lane.queue).push(task);
    lane.waiting++;
    this.waiting++;
  }

  /** Those whose turn it may be: of each priority the first `most`. */
  first(most: number, nowMs: number): SimulatedLane[] {
    for (const [name, lane] of this.#postponed)
      if (lane.due <= nowMs) {
        this.#postponed.delete(name);
        this.#level(lane.priority).set(lane.key, lane);
      }
    const found: SimulatedLane[] = [];
    for (const level of this.#due.values()) {
      let left = most;
      for (const lane of level.values()) {
        if (left-- === 0) break;
        found.push(lane);
      }
    }
    return found;
  }

  /** The task at a place of a lane, counted from its front. */
  peek(lane: SimulatedLane, place: number): SimulatedTask | undefined {
    const { front, queue, head } = lane;
    return place < front.length
      ? front[front.length - 1 - place]
      : queue[head + place - front.length];
  }

  /** Takes the first task of a lane out, and its turn is over. */
  take(lane: SimulatedLane, nowMs: number): void {
    if (lane.front.length > 0) lane.front.pop();
    else lane.head++;
    if (lane.head > 10_000 && lane.head * 2 > lane.queue.length) {
      lane.queue.splice(0, lane.head);
      lane.head = 0;
    }
    lane.waiting--;
    this.waiting--;
    lane.due = nowMs;
    const level = this.#level(lane.priority);
    level.delete(lane.key);
    if (lane.waiting > 0) level.set(lane.key, lane);
  }

  /** Leaves a lane aside until its key has a token. */
  postpone(lane: SimulatedLane, until: number): void {
    if (lane.waiting === 0 || until <= lane.due) return;
    this.#level(lane.priority).delete(lane.key);
    lane.due = until;
    this.#postponed.set(nameOf(lane), lane);
  }

  /** When the next lane has its token, ms. */
  nextDue(): number {
    let next = Infinity;
    for (const { due } of this.#postponed.values()) next = Math.min(next, due);
    return next;
  }

  #level(priority: number): Map<string, SimulatedLane> {
    let level = this.#due.get(priority);
    if (!level) this.#due.set(priority, (level = new Map<string, SimulatedLane>()));
    return level;
  }
}

const nameOf = ({ priority, key }: { readonly priority: number; readonly key: string }) =>
  `${priority}/${key}`;
