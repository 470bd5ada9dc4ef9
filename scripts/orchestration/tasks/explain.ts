import { explain } from "@switchyard/core/orchestration/orchestrator/explain/explain.ts";
import type { Deployment } from "../deployment.ts";

/** Prints the one reason that holds a task now. Returns the exit code: 1 where there is no such task. */
export async function explainTask(
  id: string,
  { deployment, json }: { readonly deployment: Deployment; readonly json: boolean },
): Promise<number> {
  const { labourers, store } = deployment;
  const answer = await explain(id, labourers, { store });
  console.log(json ? JSON.stringify(answer, undefined, 2) : answer.text);
  return answer.reason.why === "not_found" ? 1 : 0;
}
