import { type Poke, type SchedulerSettings } from "../settings.ts";

/**
 * Pokes the orchestrator. It comes every minute anyway, so that a failure only costs time: it is
 * told, not thrown.
 */
export async function tell(
  told: Poke,
  { poke, warn }: Pick<SchedulerSettings, "poke" | "warn">,
): Promise<void> {
  try {
    await poke(told);
  } catch (error) {
    warn("poke of the orchestrator", error);
  }
}
