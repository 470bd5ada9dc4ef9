import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import { issuesOf } from "../../aws/environment.ts";
import { InvalidInputError } from "../../errors.ts";

const ids = () => z.prefault(z.array(z.string()).check(z.maxLength(1_000)), []);

const PokeEvent = z.object({
  poke: z.object({
    labourer_id: z.string().check(z.minLength(1)),
    /** New tasks, which the index may not show yet. */
    task_ids: ids(),
    /** Tasks that ended, whose slots the index may still show as taken. */
    freed: ids(),
    /** How many pokes led to this one. */
    hops: z.prefault(z.int().check(z.minimum(0)), 0),
  }),
});
export type Poke = z.output<typeof PokeEvent>["poke"];

/** What the orchestrator is invoked with: a poke, or anything else, which is the clock. Throws `InvalidInputError`. */
export function pokeIn(event: unknown): Poke | undefined {
  if (typeof event !== "object" || event === null || !("poke" in event)) return undefined;
  const { success, data, error } = PokeEvent.safeParse(event);
  if (!success) throw new InvalidInputError(issuesOf(error, event));
  return data.poke;
}

/**
 * Pokes in a row, each made by what the one before has led to: a run that goes on in another, a
 * task that it started and that ended. From there on the clock goes on, with a new count. Lambda's
 * own guard, which ends a loop after 16, is off for these functions.
 */
export const mostHops = 10_000;

/** Task ids that one poke names; the orchestrator finds the others in the queue. */
const mostIds = 50;

export interface Poking {
  readonly lambda: Pick<LambdaClient, "send">;
  /** Name or ARN of the orchestrator's function. */
  readonly orchestrator: string;
}

/** What a poke tells. */
export interface PokeNews {
  readonly labourer_id: string;
  readonly task_ids?: readonly string[];
  readonly freed?: readonly string[];
  readonly hops?: number;
}

/**
 * Wakes the orchestrator for one labourer at once, where the clock would do it within a minute:
 * an asynchronous invocation. `false`: too many hops, left to the clock. Throws the SDK's errors;
 * a poke that is lost costs time only.
 */
export async function poke(news: PokeNews, { lambda, orchestrator }: Poking): Promise<boolean> {
  const { labourer_id, task_ids = [], freed = [], hops = 0 } = news;
  if (hops >= mostHops) return false;
  const event = {
    poke: {
      labourer_id,
      task_ids: task_ids.slice(0, mostIds),
      freed: freed.slice(0, mostIds),
      hops,
    },
  };
  await lambda.send(
    new InvokeCommand({
      FunctionName: orchestrator,
      InvocationType: "Event",
      Payload: new TextEncoder().encode(JSON.stringify(event)),
    }),
  );
  return true;
}

/** Wakes the scavenger for one labourer likewise. */
export const pokeScavenger = (
  news: PokeNews,
  { lambda, scavenger }: { readonly lambda: Poking["lambda"]; readonly scavenger: string },
): Promise<boolean> => poke(news, { lambda, orchestrator: scavenger });
