import { answerOf, type Good } from "@switchyard/functions/client.ts";
import type { PageApi } from "../api/api.ts";

type Lent = Good<Awaited<ReturnType<PageApi["uploads"]["credentials"]["$post"]>>>;

const marginMs = 60_000;

/** Asks for this page's own keys: one set for all files of a visit, and again before they run out. */
export function createLender(api: PageApi, now: () => number = Date.now) {
  const bySession = new Map<string, Lent>();
  let visit: Promise<string> | undefined;
  const ask = async (session?: string): Promise<Lent> => {
    const lent = await answerOf(api.uploads.credentials.$post({ json: { session } }));
    bySession.set(lent.session ?? "", lent);
    return lent;
  };
  const thisVisit = () =>
    (visit ??= ask().then(
      ({ session = "" }) => session,
      (error: unknown) => {
        visit = undefined;
        throw error;
      },
    ));
  return {
    /** Keys that last for a while: for an earlier session's folder, or this visit's. */
    async lend(session?: string): Promise<Lent> {
      const name = session ?? (await thisVisit());
      const known = bySession.get(name);
      const isGood = known && Date.parse(known.credentials.expiration) - now() > marginMs;
      return isGood ? known : ask(name);
    },
    /** New keys for a session's folder, whatever the old ones say of themselves. */
    renew: (session: string) => ask(session),
  };
}
export type Lender = ReturnType<typeof createLender>;
