import { Jar } from "@switchyard/core/state/jar";
import { visitsFunction } from "./settings.ts";
import { countedIn, type Visits } from "./visits.ts";

/**
 * Counts a visit in the jar of the function `visits.ts`; `{ "reset": true }` begins anew.
 *
 * The jar is another function's on purpose: a change of a function's environment starts its
 * containers afresh, and this one may be called often.
 */
export async function handler(event: { readonly reset?: boolean } = {}): Promise<Visits> {
  const jar = new Jar<Visits>({ functionName: visitsFunction() });
  if (event.reset) {
    await jar.delete({ wait: true });
    return countedIn({});
  }
  return jar.update((found) => ({
    count: countedIn(found).count + 1,
    last: new Date().toISOString(),
  }));
}
