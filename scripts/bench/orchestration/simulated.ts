import { simulate } from "@switchyard/core/orchestration/simulator.ts";
import type { Finding, Say } from "../benchmark.ts";

/** A million tasks through the orchestrator's own plan, in virtual time. */
export function simulateMany(tasks: number, say: Say): Finding[] {
  say(`${tasks} tasks in the simulator`);
  const keys = 50;
  const began = performance.now();
  const { completed, left } = simulate({
    seed: 1,
    labourer: {
      max_simultaneous_invocations: 1_000,
      flow: { fair_share: { key: "payload.tenant" } },
    },
    arrivals: [{ key: "tenant", keys, count: tasks }],
    durations: { fixed: 1 },
  });
  const seconds = (performance.now() - began) / 1_000;
  return [
    {
      what: `${completed} queued tasks in the simulator`,
      value: seconds,
      unit: "s",
      steady: false,
      from: `${Math.round(completed / seconds)} tasks a second, ${left} left`,
    },
  ];
}
