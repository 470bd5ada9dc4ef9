import { performance } from "node:perf_hooks";
import { type Counts } from "../../aws/meter.ts";

/** Counters of a worker; they travel with the outcome and become the row's `stat_*`. */
export interface Stats {
  readonly add: (name: string, by?: number) => void;
  readonly get: (name: string) => number;
  /** Runs `work`, and adds its seconds to `time_<name>` and one to `calls_<name>`. Seed: benchmark. */
  readonly time: <T>(name: string, work: () => T | Promise<T>) => Promise<T>;
  readonly all: () => Readonly<Record<string, number>>;
}

/** Counters with the life of a container. */
export interface ContainerStats extends Stats {
  /**
   * Begins an invocation: each counter is added to its `total_*` and forgotten; `total_*` and
   * `lifetime` ones stay. Seed: Processor.reset_stats.
   */
  readonly reset: () => void;
}

/** `lifetime`: counters that live as long as the container. `clock`: in ms. */
export function containerStats(
  lifetime: readonly string[] = [],
  clock: () => number = () => performance.now(),
): ContainerStats {
  let counters = new Map<string, number>();
  const add = (name: string, by = 1) => void counters.set(name, (counters.get(name) ?? 0) + by);
  return {
    add,
    get: (name) => counters.get(name) ?? 0,
    all: () => Object.fromEntries(counters),
    async time(name, work) {
      const began = clock();
      try {
        return await work();
      } finally {
        add(`time_${name}`, (clock() - began) / 1_000);
        add(`calls_${name}`);
      }
    },
    reset() {
      const before = counters;
      const survives = (name: string) => name.startsWith("total_") || lifetime.includes(name);
      counters = new Map([...before].filter(([name]) => survives(name)));
      for (const [name, value] of before) if (!survives(name)) add(`total_${name}`, value);
    },
  };
}

/** What the clients were asked, as counters: `requests_s3_GetObject`, `read_units`, `write_units`. */
export function statsOf({ requests, readUnits, writeUnits }: Counts): Record<string, number> {
  const named = Object.entries(requests).map(([operation, times]): [string, number] => [
    `requests_${operation.replace(".", "_")}`,
    times,
  ]);
  const units = { read_units: readUnits, write_units: writeUnits };
  return Object.fromEntries([...named, ...Object.entries(units).filter(([, value]) => value > 0)]);
}
