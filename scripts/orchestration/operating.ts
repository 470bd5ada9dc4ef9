import { lambdaClient } from "@switchyard/core/aws/clients/lambda.ts";
import type { Operating, Operator } from "@switchyard/core/orchestration/operations/operating.ts";
import { poke } from "@switchyard/core/orchestration/orchestrator/poke.ts";
import { UsageError } from "../cli/command.ts";
import type { Deployment } from "./deployment.ts";

/** Options of commands that change something. */
export const changeOptions = {
  why: { type: "string" },
  yes: { type: "boolean" },
  local: { type: "boolean" },
  json: { type: "boolean" },
} as const;

export const changeUsage = `  --why             the reason; it is kept with who did it
  --yes             do it; asks for a reason
  --local           on the local stack; else on what was deployed last, or what the environment names
  --json            print what is shown as JSON`;

/** What core's operations work with. */
export function operatingOf({ settings, labourers, store }: Deployment): Operating {
  const { orchestrator } = settings.functions;
  return {
    labourers,
    store,
    poke: (news) => poke(news, { lambda: lambdaClient(), orchestrator }),
  };
}

/** Throws `UsageError` without a reason. */
export function operatorOf({ by }: Pick<Deployment, "by">, why: string | undefined): Operator {
  if (!why?.trim()) throw new UsageError("--yes wants to know --why: it is kept with who did it");
  return { by, reason: why.trim() };
}
