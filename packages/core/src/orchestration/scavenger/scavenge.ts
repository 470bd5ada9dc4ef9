import { type Labourer } from "../labourer.ts";
import { closeLate } from "./deadlines.ts";
import { requeueDue } from "./due.ts";
import { endHolds } from "./holds/holds.ts";
import { announceDead } from "./outbox.ts";
import {
  hasTime,
  newReport,
  scavengingOf,
  type Scavenging,
  type ScavengerReport,
} from "./scavenging.ts";
import { settleStarted } from "./started.ts";

/**
 * Tidies up after the workers: archives what is completed, tries again what has failed, expired or
 * fallen silent, closes what is dead, late or cancelled, returns to the queue what is due, and
 * sends messages about the dead. Any number of runs may work beside each other, and any may stop
 * at any point: each move is a transaction on the row as it was read.
 *
 * What fails for one labourer is in its report and doesn't stop the others. Seed: Scavenger.
 */
export async function scavenge(
  settings: Partial<Scavenging> & Pick<Scavenging, "labourers" | "announce" | "poke">,
): Promise<ScavengerReport[]> {
  const scavenging = scavengingOf(settings);
  const left = [...scavenging.labourers];
  const reports: ScavengerReport[] = [];
  const work = async () => {
    for (let labourer = left.shift(); labourer; labourer = left.shift())
      reports.push(await scavengeFor(labourer, scavenging));
  };
  await Promise.all(Array.from({ length: scavenging.labourersAtOnce }, work));
  return reports;
}

async function scavengeFor(labourer: Labourer, scavenging: Scavenging): Promise<ScavengerReport> {
  const report = newReport(labourer.id);
  const freed: string[] = [];
  const back: string[] = [];
  const steps = [
    async () => void freed.push(...(await settleStarted(labourer, report, scavenging))),
    () => closeLate(labourer, report, scavenging),
    async () => void back.push(...(await requeueDue(labourer, report, scavenging))),
    () => announceDead(labourer, report, scavenging),
    () => pokeFor(labourer, { freed, back }, scavenging),
    () => endHolds(labourer, report, scavenging),
  ];
  for (const step of steps) {
    if (!hasTime(scavenging)) report.unfinished = true;
    // What one step could not do must not keep the others from theirs.
    else await step().catch((error: unknown) => report.errors.push(String(error)));
  }
  return report;
}

async function pokeFor(
  { id }: Labourer,
  { freed, back }: { readonly freed: readonly string[]; readonly back: readonly string[] },
  { poke, hops }: Scavenging,
): Promise<void> {
  if (freed.length + back.length === 0) return;
  await poke({ labourer_id: id, task_ids: back, freed, hops: hops + 1 });
}
