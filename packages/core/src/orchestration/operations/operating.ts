import { type News } from "../assistant/assistant.ts";
import { UnknownLabourerError } from "../errors.ts";
import { type Labourer } from "../labourer.ts";
import { type Store } from "../store/store.ts";

/** What operations work with; tests and simulations replace all of it. */
export interface Operating {
  readonly store: Store;
  /** Those registered. */
  readonly labourers: readonly Labourer[];
  /** Wakes the orchestrator. */
  readonly poke: (news: News) => Promise<unknown>;
}

/** Who does it, and why: kept with what was done. */
export interface Operator {
  readonly by: string;
  readonly reason: string;
}

/** Throws `UnknownLabourerError`. */
export function labourerOf(id: string, { labourers }: Operating): Labourer {
  const found = labourers.find((labourer) => labourer.id === id);
  if (found) return found;
  throw new UnknownLabourerError(
    id,
    labourers.map((labourer) => labourer.id),
  );
}
