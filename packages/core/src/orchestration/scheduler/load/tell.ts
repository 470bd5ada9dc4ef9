import { type Poke, type SchedulerSettings } from "../settings.ts";

/** Pokes the orchestrator. It comes every minute anyway, so that a failure only costs time. */
export async function tell(told: Poke, poke: SchedulerSettings["poke"]): Promise<void> {
  await poke(told).catch((error: unknown) =>
    process.emitWarning(`The orchestrator wasn't poked: ${String(error)}`),
  );
}
