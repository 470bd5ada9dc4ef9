import * as z from "zod/mini";

const Task = z.object({ TaskARN: z.string() });

/** What to call this container in the ledger: its task's ARN on ECS, else its process. */
export async function taskName(metadata: string | undefined): Promise<string> {
  if (metadata === undefined) return `process ${process.pid}`;
  const answer = await fetch(`${metadata}/task`);
  return Task.parse(await answer.json()).TaskARN;
}
