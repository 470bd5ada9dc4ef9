import { Jar } from "@switchyard/core/state/jar";

interface Visits {
  readonly count: number;
  /** When the last one was, ISO 8601. */
  readonly last: string;
}
const none: Visits = { count: 0, last: "" };

/**
 * Counts visits in the function's own environment: no table, no bucket. `{ "reset": true }` begins
 * anew. A deployment that changes the function's environment begins anew, too.
 */
export async function handler(event: { readonly reset?: boolean } = {}): Promise<Visits> {
  const jar = new Jar<Visits>();
  if (event.reset) {
    await jar.delete({ wait: true });
    return none;
  }
  return jar.update((found) => ({
    count: ("count" in found ? found.count : 0) + 1,
    last: new Date().toISOString(),
  }));
}
