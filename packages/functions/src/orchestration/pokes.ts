import { InvokeCommand } from "@aws-sdk/client-lambda";
import { lambdaClient } from "@switchyard/core/aws/clients/lambda.ts";
import { poke } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import type { Essential } from "./essential.ts";

type Functions = Essential["settings"]["functions"];

/** Wakes the orchestrator for one labourer, instead of waiting for the minute. */
export const pokeOrchestrator =
  ({ orchestrator }: Functions) =>
  (news: Parameters<typeof poke>[0]) =>
    poke(news, { lambda: lambdaClient(), orchestrator });

/** Invokes another essential, and doesn't wait for it. */
export const wake = (functionName: string, event: object) =>
  lambdaClient().send(
    new InvokeCommand({
      FunctionName: functionName,
      InvocationType: "Event",
      Payload: JSON.stringify(event),
    }),
  );
