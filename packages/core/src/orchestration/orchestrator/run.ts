import { withMinute } from "./health-minutes.ts";
import { hold, mayGoOn, type Run, type RunRequest } from "./holding.ts";
import { releaseLease, takeLease } from "./lease.ts";
import { newNotes, textOf, type LabourerReport } from "./report.ts";
import { register } from "./register.ts";
import { playRound } from "./round.ts";
import { type Yard } from "./yard.ts";

/**
 * One labourer's run: takes the lease, starts what may start, and lets go; once more whenever
 * somebody poked meanwhile. A poke that can't have the lease leaves its news with the holder.
 */
export async function runLabourer(request: RunRequest, yard: Yard): Promise<LabourerReport> {
  const { labourer, news } = request;
  const notes = newNotes();
  const report = (outcome: LabourerReport["outcome"]): LabourerReport => ({
    labourer_id: labourer.id,
    outcome,
    ...notes,
  });
  try {
    const taken = await takeLease(labourer.id, { news }, yard);
    if (!("lease" in taken)) return report("held");
    const run = { ...request, ...taken, skip: new Set<string>(), fresh: new Map(), notes };
    const registered = await register(run, yard);
    if ("refused" in registered) {
      notes.errors.push(textOf(registered.refused));
      await releaseLease(taken.lease, {}, yard);
      return report("failed");
    }
    notes.health = registered.health;
    return report(await work({ ...run, ...registered }, yard));
  } catch (error) {
    notes.errors.push(textOf(error));
    return report("failed");
  }
}

async function work(run: Run, yard: Yard): Promise<"done" | "lost" | "failed"> {
  if (!(await playRounds(run, yard))) return "lost";
  for (;;) {
    const end = run.stopped === "lost" ? "lost" : await releaseLease(run.lease, keptOf(run), yard);
    if (end === "lost") return "lost";
    if (end === "released") return run.stopped === "unsure" ? "failed" : "done";
    // Poked meanwhile: what the poke told of is looked at before the lease goes.
    if (!(await hold(run, yard, true))) return "lost";
    if (!mayGoOn(run, yard)) run.notes.unfinished = true;
    else if (!(await playRounds(run, yard))) return "lost";
  }
}

/** Plays rounds until nothing more can be done. `false`: another has the lease. */
async function playRounds(run: Run, yard: Yard): Promise<boolean> {
  for (;;) {
    const wait = (await moreAfterRound(run, yard)) ? 0 : tokenIn(run, yard);
    if (wait === undefined) return true;
    if (wait > 0) await yard.store.sleep(wait);
    if (!(await hold(run, yard, wait > 0))) return false;
  }
}

/** In how many ms a rate limit lets the next task start, where that is worth waiting for. */
function tokenIn(run: Run, yard: Yard): number | undefined {
  const { hold: held } = run.notes;
  if (!mayGoOn(run, yard) || !held || !("next" in held)) return undefined;
  const { store, tokenPatienceMs, endsAt, marginMs } = yard;
  const wait = Math.max(1, held.next - store.now());
  const isWorthIt = wait <= tokenPatienceMs && store.now() + wait < endsAt - marginMs;
  return isWorthIt ? wait : undefined;
}

/** Plays a round; whether another one, at once, could do more. */
async function moreAfterRound(run: Run, yard: Yard): Promise<boolean> {
  try {
    const more = await playRound(run, yard);
    if (!more || mayGoOn(run, yard)) return more;
    run.notes.unfinished = true;
  } catch (error) {
    run.notes.errors.push(textOf(error));
    run.stopped ??= "unsure";
  }
  return false;
}

// A late copy of an unsure mark may still come: its list of recent marks stays the newest.
const keptOf = ({ stopped, state: { recent, durations, adoption, health, healthMinutes } }: Run) =>
  stopped
    ? {}
    : {
        recent,
        durations,
        adoption,
        health,
        health_minutes: withMinute(healthMinutes, health),
      };
