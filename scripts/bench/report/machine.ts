import os from "node:os";

/** Where and when figures were measured. */
export interface Machine {
  /** Like `2026-11-21`. */
  readonly date: string;
  readonly machine: string;
}

export function machine(now = new Date()): Machine {
  const gigabytes = Math.round(os.totalmem() / 1024 ** 3);
  const parts = [
    `${os.platform()} ${os.arch()}`,
    `${os.availableParallelism()} cores`,
    `${gigabytes} GB`,
    `Node ${process.versions.node}`,
  ];
  return { date: now.toISOString().slice(0, 10), machine: parts.join(", ") };
}
