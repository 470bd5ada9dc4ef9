import { median, type Finding, type Say } from "../benchmark.ts";
import { deployPlain } from "./plain.ts";
import { processorTime } from "./processor-time.ts";
import { travel, type Way } from "./travel.ts";
import type { World } from "./world.ts";

interface Race {
  readonly files: number;
  readonly rounds: number;
  readonly say: Say;
}

interface Lap {
  /** Files a second. */
  readonly rate: number;
  /** Milliseconds of the emulator's and its functions' processor time, a file. */
  readonly work: number | undefined;
}

type Laps = Readonly<Record<"pipeline" | "plain" | "bare", Lap[]>>;

/** The same files through the pipeline and through plain handlers, in turn. */
export async function race(world: World, { files, rounds, say }: Race): Promise<Finding[]> {
  const ways = {
    pipeline: world.pipeline,
    plain: await deployPlain(world, { isBare: false }),
    bare: await deployPlain(world, { isBare: true }),
  };
  const laps: Laps = { pipeline: [], plain: [], bare: [] };
  const names = Object.keys(ways) as (keyof Laps)[];
  const warm = { files: Math.ceil(files / 5), prefix: "dev/warm" };
  for (const name of names) await travel(ways[name], warm, world);
  for (let round = 1; round <= rounds; round++) {
    // Each goes first as often as the others, so none has the quieter minutes.
    for (const name of [...names.slice(round % 3), ...names.slice(0, round % 3)]) {
      const lap = await runLap(ways[name], { files, prefix: `dev/race-${round}` }, world);
      laps[name].push(lap);
      say(`round ${round}, ${name}: ${lap.rate.toFixed(1)} files a second`);
    }
  }
  return findingsOf(laps, files);
}

async function runLap(way: Way, cargo: { files: number; prefix: string }, world: World) {
  const before = processorTime();
  const { seconds } = await travel(way, cargo, world);
  const after = processorTime();
  const isKnown = before !== undefined && after !== undefined;
  const work = isKnown ? (after - before) / cargo.files : undefined;
  return { rate: cargo.files / seconds, work } satisfies Lap;
}

function findingsOf({ pipeline, plain, bare }: Laps, files: number): Finding[] {
  const rates = (laps: readonly Lap[]) => laps.map(({ rate }) => rate);
  const rate = (laps: readonly Lap[]) => median(rates(laps)).toFixed(1);
  const work = (laps: readonly Lap[]) => median(laps.map(({ work: one }) => one ?? Number.NaN));
  const slower = (others: readonly Lap[]) => ratio(rates(others), rates(pipeline));
  const same = { unit: "times", steady: false } as const;
  const found: Finding[] = [
    {
      ...same,
      what: `${files} small files: the article's handler's speed over the pipeline's`,
      value: slower(plain),
      bar: 1.5,
      from: `${rate(plain)} and ${rate(pipeline)} files a second; it makes 4 requests a file`,
    },
    {
      ...same,
      what: `${files} small files: a bare copy and delete's speed over the pipeline's`,
      value: slower(bare),
      from: `${rate(bare)} and ${rate(pipeline)} files a second; it makes 2 requests a file`,
    },
  ];
  if (Number.isNaN(work(plain))) return found;
  const processor: Finding = {
    ...same,
    what: "the pipeline's processor time over the article's handler's",
    value: work(pipeline) / work(plain),
    from: `${work(pipeline).toFixed(1)} and ${work(plain).toFixed(1)} ms a file, emulator and functions`,
  };
  return [...found, processor];
}

/** The median of each round's ratio. */
const ratio = (one: readonly number[], other: readonly number[]) =>
  median(one.map((value, round) => value / (other[round] ?? Number.NaN)));
