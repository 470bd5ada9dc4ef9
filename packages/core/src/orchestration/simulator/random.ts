import { type Duration } from "./config.ts";

export type Chance = () => number;

/** Numbers from 0 to below 1, the same for the same seed. (Tommy Ettinger's Mulberry32.) */
export function chancesOf(seed: number): Chance {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Seconds until the next of events that come at random, `rate` a second. */
export const gap = (rate: number, chance: Chance): number => -Math.log(1 - chance()) / rate;

/** One worker's time, in seconds. */
export function drawDuration(duration: Duration, chance: Chance): number {
  if ("fixed" in duration) return duration.fixed;
  if ("uniform" in duration) {
    const [least, most] = duration.uniform;
    return least + chance() * (most - least);
  }
  if ("exponential" in duration) return gap(1, chance) * duration.exponential;
  const { median, p99 } = duration.lognormal;
  const sigma = Math.log(Math.max(1, p99 / median)) / 2.326;
  return median * Math.exp(sigma * normal(chance));
}

/** George Box and Mervin Muller's. */
const normal = (chance: Chance) =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
