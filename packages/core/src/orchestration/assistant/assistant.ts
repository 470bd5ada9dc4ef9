import { invocationDelta } from "../greenfield.ts";
import { type Labourer } from "../labourer.ts";
import { bordersOf, type Borders } from "../states.ts";
import { storeOf, type Store } from "../store/store.ts";
import { jsonLog } from "../worker/log.ts";

/** Whom a change concerns: tasks of a labourer that are new in the queue, or gave their slots back. */
export interface News {
  readonly labourer_id: string;
  readonly task_ids?: readonly string[];
  readonly freed?: readonly string[];
  /** Pokes in a row that led to this one. */
  readonly hops?: number;
}

/** The next poke's count, of what one of them has led to. */
export const nextHop = ({ poke_hops: hops = 0 }: { readonly poke_hops?: number | undefined }) =>
  hops + 1;

/** What the assistant works with; tests and simulations replace all of it. */
export interface Assistant {
  readonly store: Store;
  /** Those registered, for their durations, and to look among their retries. */
  readonly labourers: readonly Labourer[];
  /** Wakes the orchestrator: a slot is free. */
  readonly poke: (news: News) => Promise<unknown>;
  /** Wakes the scavenger: a task has failed. */
  readonly pokeScavenger: (news: News) => Promise<unknown>;
  /** Keeps an outcome that is too large for a row: a key of the queue bucket, and JSON. */
  readonly keep?: ((key: string, json: string) => Promise<unknown>) | undefined;
  /** Hears of what failed beside a change that is made: a poke. */
  readonly warn: (message: string, error: unknown) => void;
}

/** The assistant of a real run. */
export const assistantOf = (
  settings: Partial<Assistant> & Pick<Assistant, "labourers" | "poke" | "pokeScavenger">,
): Assistant => ({
  store: settings.store ?? storeOf(),
  warn: (message, error) => jsonLog().warn(message, { error }),
  ...settings,
});

/** The borders of a labourer's tasks now; of one that isn't registered, with sosw's defaults. */
export function bordersFor(labourerId: string, { labourers, store }: Assistant): Borders {
  const known = labourers.find(({ id }) => id === labourerId);
  return bordersOf(known ?? { duration: 900, cooldown: 300 }, store.now());
}

/** What a start at this moment makes of a greenfield, in seconds. */
export const invokedNow = ({ store }: Assistant) =>
  Math.floor(store.now() / 1_000) + invocationDelta;

/**
 * The clock finds later what a lost poke doesn't tell, so what was changed stands: its failure is
 * told, not thrown.
 */
export async function beside(
  what: string,
  work: () => Promise<unknown>,
  { warn }: Assistant,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    warn(what, error);
  }
}
