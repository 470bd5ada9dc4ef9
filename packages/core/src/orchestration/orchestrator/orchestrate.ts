import { type Health } from "../ecology/health.ts";
import { readHealth } from "../ecology/metrics.ts";
import { UnknownLabourerError } from "../errors.ts";
import { type Labourer } from "../labourer.ts";
import { poke as sendPoke, type Poke } from "./poke.ts";
import { textOf, type LabourerReport, type OrchestratorReport } from "./report.ts";
import { runLabourer } from "./run.ts";
import { yardOf, type Yard } from "./yard.ts";

export interface OrchestrateRequest {
  readonly labourers: readonly Labourer[];
  /** Only its labourer is looked at; without it, all are: the clock's run. */
  readonly poke?: Poke | undefined;
}

/**
 * Starts what may start, of every labourer: at most its limit as its health leaves it, the front
 * of the queue first. One run at a time has a labourer's lease; others leave it be. What fails for
 * one labourer is in the report and doesn't stop the others.
 *
 * Throws `UnknownLabourerError` for a poke of a labourer that isn't registered. Seed: Orchestrator.
 */
export async function orchestrate(
  { labourers, poke }: OrchestrateRequest,
  settings: Partial<Yard> = {},
): Promise<OrchestratorReport> {
  const yard = yardOf(settings);
  const mine = labourers.filter(({ id }) => poke === undefined || id === poke.labourer_id);
  if (poke && mine.length === 0)
    throw new UnknownLabourerError(
      poke.labourer_id,
      labourers.map(({ id }) => id),
    );
  const news = poke && [...poke.task_ids, ...poke.freed];
  const healthOf = poke ? new Map<string, Health>() : await healthOfAll(mine, yard);
  const left = [...mine];
  const reports: LabourerReport[] = [];
  const work = async () => {
    for (let labourer = left.shift(); labourer; labourer = left.shift()) {
      const health = healthOf.get(labourer.id);
      reports.push(await runLabourer({ labourer, health, news, hops: poke?.hops }, yard));
    }
  };
  await Promise.all(Array.from({ length: yard.labourersAtOnce }, work));
  await Promise.all(reports.map((report) => pokeOn(report, poke?.hops ?? 0, yard)));
  const started = reports.reduce((sum, report) => sum + report.started.length, 0);
  return { labourers: reports, started };
}

/** In one call for all; where that fails, each run asks for its own labourer and tells of it. */
async function healthOfAll(
  labourers: readonly Labourer[],
  { cloudWatch, store, metricDefaults: defaults }: Yard,
): Promise<ReadonlyMap<string, Health>> {
  const measured = labourers.filter(({ health_metrics: own }) => Object.keys(own).length > 0);
  if (measured.length === 0) return new Map();
  try {
    return await readHealth(measured, { cloudWatch: cloudWatch(), now: store.now(), defaults });
  } catch {
    return new Map();
  }
}

/** What was left for want of time goes on in another run. A lost poke costs a minute at most. */
async function pokeOn(report: LabourerReport, hops: number, yard: Yard): Promise<void> {
  const { lambda, orchestrator } = yard;
  if (!report.unfinished || report.outcome === "failed" || orchestrator === undefined) return;
  const news = { labourer_id: report.labourer_id, hops: hops + 1 };
  await sendPoke(news, { lambda, orchestrator }).catch((error: unknown) =>
    report.errors.push(textOf(error)),
  );
}
