import { answerOf } from "@switchyard/functions/client.ts";
import type { PageApi } from "./api.ts";

export type JarNow = Awaited<ReturnType<typeof readVisits>>;
export type ObjectNow = Awaited<ReturnType<typeof readConfiguration>>;
export type MapNow = Awaited<ReturnType<typeof readPrimes>>;

export const readVisits = (api: PageApi) => answerOf(api.state.visits.$get());

/** The newest version, or the one that is named. */
export const readConfiguration = (api: PageApi, version?: string) =>
  answerOf(api.state.configuration.$get({ query: { version } }));

export const readPrimes = (api: PageApi, { skip, limit }: { skip: number; limit: number }) =>
  answerOf(api.state.primes.$get({ query: { skip: String(skip), limit: String(limit) } }));
