import { InvokeCommand } from "@aws-sdk/client-lambda";
import { lambdaClient } from "@switchyard/core/aws/clients/lambda.ts";
import {
  poke,
  pokeScavenger,
  type PokeNews,
} from "@switchyard/core/orchestration/orchestrator/poke.ts";
import type { Essential } from "./essential.ts";

type Functions = Essential["settings"]["functions"];

/** Wakes the orchestrator for one labourer, instead of waiting for the minute. */
export const pokeOrchestrator =
  ({ orchestrator }: Functions) =>
  (news: PokeNews) =>
    poke(news, { lambda: lambdaClient(), orchestrator });

/** Wakes the scavenger for one labourer. */
export const scavengerPoke =
  ({ scavenger }: Functions) =>
  (news: PokeNews) =>
    pokeScavenger(news, { lambda: lambdaClient(), scavenger });

/** Hears of a poke that was lost: a line, and a counter among the invocation's. The clock comes within a minute. */
export const lostPoke =
  ({ logger, stats }: Pick<Essential, "logger" | "stats">) =>
  (message: string, error: unknown): void => {
    stats.add("lost_pokes");
    logger.warn(message, { error });
  };

/** Invokes another essential, and doesn't wait for it. */
export const wake = (functionName: string, event: object) =>
  lambdaClient().send(
    new InvokeCommand({
      FunctionName: functionName,
      InvocationType: "Event",
      Payload: JSON.stringify(event),
    }),
  );
