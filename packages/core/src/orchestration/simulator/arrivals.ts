import { type Arrivals } from "./config.ts";
import { type SimulatedTask } from "./lanes.ts";
import { gap, type Chance } from "./random.ts";

/** The tasks of one burst or stream, in the order of their arrival; made as they are asked for. */
export function* arrivalsOf(
  arrivals: Arrivals,
  index: number,
  chance: Chance,
): Generator<SimulatedTask, undefined> {
  let n = 0;
  for (const arrived of timesOf(arrivals, chance)) {
    const { key = "-", keys, priority = 0, deadline } = arrivals;
    yield {
      task_id: `${index}-${n}`,
      key: keys === undefined ? key : `${key}-${n % keys}`,
      priority,
      arrived,
      deadline: deadline === undefined ? undefined : arrived + deadline,
      attempts: 0,
    };
    n++;
  }
  return undefined;
}

function* timesOf(arrivals: Arrivals, chance: Chance): Generator<number> {
  if ("count" in arrivals) {
    for (let n = 0; n < arrivals.count; n++) yield arrivals.at;
    return;
  }
  const { from, until, rate } = arrivals;
  for (let at = from + gap(rate, chance); at < until; at += gap(rate, chance)) yield at;
}
