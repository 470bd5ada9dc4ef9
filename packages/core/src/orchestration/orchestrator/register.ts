import { readDurations } from "../ecology/durations.ts";
import { healthy, type Health } from "../ecology/health.ts";
import { readHealth, worstOf } from "../ecology/metrics.ts";
import { checkDuration, timeOutOf } from "../ecology/time-out.ts";
import { InvalidOrchestrationConfigError } from "../errors.ts";
import { type Labourer } from "../labourer.ts";
import { type RunRequest } from "./holding.ts";
import { type Notes, textOf } from "./report.ts";
import { type DecidedHealth, type Durations, type LabourerState } from "./state-row.ts";
import { type Yard } from "./yard.ts";

/** Ms that a decided health counts for runs that pokes begin. */
const healthLasts = 60_000;
/** Ms until durations are read again. */
const durationsLast = 600_000;

export type Registered =
  | { readonly health: DecidedHealth; readonly state: LabourerState }
  | { readonly refused: unknown };

/**
 * What a run must know of its labourer beside its tasks: how healthy it is, and how long it takes;
 * kept in its row for a while. Refuses settings that would break a promise.
 */
export async function register(
  request: RunRequest & { readonly state: LabourerState; readonly notes: Notes },
  yard: Yard,
): Promise<Registered> {
  const { labourer, state } = request;
  try {
    const [health, durations] = await Promise.all([
      decidedHealth(request, yard),
      durationsOf(request, yard),
    ]);
    if (durations?.time_out !== undefined) checkDuration(labourer, durations.time_out);
    return { health, state: { ...state, health, ...(durations && { durations }) } };
  } catch (error) {
    if (error instanceof InvalidOrchestrationConfigError) return { refused: error };
    throw error;
  }
}

interface Registering {
  readonly labourer: Labourer;
  readonly health?: Health | undefined;
  readonly state: LabourerState;
  readonly notes: Notes;
}

/** As given, as decided lately, or else as the metrics now say. */
export async function decidedHealth(
  { labourer, health, state, notes }: Registering,
  yard: Yard,
): Promise<DecidedHealth> {
  const at = yard.store.now();
  if (health) return { ...health, at };
  if (Object.keys(labourer.health_metrics).length === 0) return { ...healthy, at };
  if (state.health && at - state.health.at < healthLasts) return state.health;
  const { cloudWatch, metricDefaults: defaults } = yard;
  try {
    const read = await readHealth([labourer], { cloudWatch: cloudWatch(), now: at, defaults });
    return { ...(read.get(labourer.id) ?? healthy), at };
  } catch (error) {
    if (error instanceof InvalidOrchestrationConfigError) throw error;
    notes.errors.push(textOf(error));
    // CloudWatch doesn't answer: as if it had no data.
    return { ...worstOf(labourer, new Map()), at };
  }
}

async function durationsOf(
  { labourer, state, notes }: Registering,
  yard: Yard,
): Promise<Durations | undefined> {
  const { store } = yard;
  if (state.durations && store.now() - state.durations.at < durationsLast) return state.durations;
  try {
    const timeOut = await timeOutOf(labourer, yard);
    return await readDurations(labourer.id, timeOut, store);
  } catch (error) {
    notes.errors.push(textOf(error));
    return state.durations;
  }
}
