import { type News } from "../assistant/assistant.ts";
import { UnknownLabourerError } from "../errors.ts";
import { type Labourer } from "../labourer.ts";
import { type Store } from "../store/store.ts";
import { jsonLog } from "../worker/log.ts";

/** What operations work with; tests and simulations replace all of it. */
export interface Operating {
  readonly store: Store;
  /** Those registered. */
  readonly labourers: readonly Labourer[];
  /** Wakes the orchestrator. */
  readonly poke: (news: News) => Promise<unknown>;
  /** Hears of a poke that failed; the clock does within a minute what it would have done. */
  readonly warn?: (message: string, error: unknown) => void;
}

/** Who does it, and why: kept with what was done. */
export interface Operator {
  readonly by: string;
  readonly reason: string;
}

/** Throws `UnknownLabourerError`. */
export function labourerOf(id: string, { labourers }: Pick<Operating, "labourers">): Labourer {
  const found = labourers.find((labourer) => labourer.id === id);
  if (found) return found;
  throw new UnknownLabourerError(
    id,
    labourers.map((labourer) => labourer.id),
  );
}

/** Wakes the orchestrator after a change, which stands though nobody hears. */
export async function tell(news: News, { poke, warn = warned }: Operating): Promise<void> {
  try {
    await poke(news);
  } catch (error) {
    warn("poke of the orchestrator", error);
  }
}

const warned = (message: string, error: unknown) => jsonLog().warn(message, { error });
