import { type News } from "../assistant/assistant.ts";
import { type DeadMessage } from "../moves/outbox.ts";
import { type Labourer } from "../labourer.ts";
import { storeOf, type Store } from "../store/store.ts";

/** What a run works with; tests and simulations replace all of it. */
export interface Scavenging {
  readonly labourers: readonly Labourer[];
  readonly store: Store;
  /** Sends messages about dead tasks: to an SNS topic, a Lambda. What it throws is sent again next time. */
  readonly announce: (messages: readonly DeadMessage[]) => Promise<unknown>;
  /** Wakes the orchestrator: tasks are in the queue again, slots are free. */
  readonly poke: (news: News) => Promise<unknown>;
  /** Pokes in a row that led to this run; 0: the clock did. */
  readonly hops: number;
  /** When the run must have ended, ms since 1970: the function's own deadline. */
  readonly endsAt: number;
  /** Ms before that at which nothing more is begun. */
  readonly marginMs: number;
  readonly labourersAtOnce: number;
}

/** The settings of a real run; it ends within 50 s unless told otherwise. */
export function scavengingOf(
  settings: Partial<Scavenging> & Pick<Scavenging, "labourers" | "announce" | "poke">,
): Scavenging {
  const store = settings.store ?? storeOf();
  return {
    store,
    endsAt: store.now() + 50_000,
    marginMs: 5_000,
    labourersAtOnce: 5,
    hops: 0,
    ...settings,
  };
}

/** Whether something more may be begun. */
export const hasTime = ({ store, endsAt, marginMs }: Scavenging) => store.now() < endsAt - marginMs;

/** What a run did for one labourer, counted in tasks. */
export interface ScavengerReport {
  readonly labourer_id: string;
  archived: number;
  cancelled: number;
  /** Sent to wait for a retry. */
  retried: number;
  /** Closed for good, with a message. */
  dead: number;
  /** Not started by their deadline. */
  late: number;
  /** Back in the queue. */
  requeued: number;
  /** Messages sent. */
  announced: number;
  /** More could be done, but the time was over. */
  unfinished: boolean;
  readonly errors: string[];
}

export const newReport = (labourerId: string): ScavengerReport => ({
  labourer_id: labourerId,
  archived: 0,
  cancelled: 0,
  retried: 0,
  dead: 0,
  late: 0,
  requeued: 0,
  announced: 0,
  unfinished: false,
  errors: [],
});
