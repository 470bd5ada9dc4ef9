import { announce } from "../events/announcement.ts";
import { type Park } from "../delivery.ts";
import { type Outcome } from "../outcome.ts";
import { announceOrThrow, type Queue } from "../recovery/announcer.ts";
import { secondsUntilNext } from "../retry-after.ts";

const longestDelay = 900;

/**
 * What a container's end asks for: no message waits for it, as one does for a function. What is
 * to be tried again is announced anew; what was given up is parked.
 */
export async function concludeHanded(
  outcome: Outcome,
  { uploads, park, now, random }: { uploads: Queue; park: Park; now: number; random: number },
): Promise<void> {
  if (outcome.kind === "failed") await park(announce([outcome.upload]), outcome.error);
  const seconds = secondsUntilNext([outcome], { now, random });
  if (seconds === undefined) return;
  await announceOrThrow([outcome.upload], uploads, Math.min(seconds, longestDelay));
}
