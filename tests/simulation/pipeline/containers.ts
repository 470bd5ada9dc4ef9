import type { SQSClient } from "@aws-sdk/client-sqs";
import { concludeHanded } from "@switchyard/core/pipeline/handoff/conclude.ts";
import { continueHanded } from "@switchyard/core/pipeline/handoff/continue.ts";
import { parseHandedFile } from "@switchyard/core/pipeline/handoff/handed-file.ts";
import { parkOn } from "@switchyard/core/pipeline/queue.ts";
import { type TaskToStart } from "../../models/ecs/ecs.ts";
import { type Process } from "../process.ts";
import { simulatedContext } from "./context.ts";
import { type Run } from "./run-state.ts";
import { refuseSurprise } from "./surroundings.ts";

/** Runs a container's whole life, as `packages/functions/src/container.ts` does. */
export function startContainer(run: Run, task: TaskToStart): void {
  const { simulation } = run;
  simulation.start(`container-${task.arn.slice(-4)}`, (process) =>
    run.watched(live(run, process, task)),
  );
}

async function live(run: Run, process: Process, { arn, environment }: TaskToStart): Promise<void> {
  const { simulation, world, settings } = run;
  const lease = settings.containerLeaseMs;
  const timing = {
    deadline: Infinity,
    leaseUntil: () => process.now() + lease,
    handedLease: lease,
    laneWait: settings.longestLeaseMs + lease,
  };
  const sqs = simulation.client<SQSClient>(process, world.sqs);
  const uploads = { sqs, url: world.uploads.url };
  try {
    const file = parseHandedFile(environment["HANDED_FILE"]);
    const context = simulatedContext(run, process, { timing });
    const outcome = await continueHanded(file, arn, context);
    simulation.trace.note(`${process.name} ${outcome.kind}`);
    const park = parkOn({ sqs, url: world.parking.url });
    const random = process.random.next();
    await concludeHanded(outcome, { uploads, park, now: process.now(), random });
  } catch (error) {
    refuseSurprise(error);
    simulation.trace.note(`${process.name} threw ${String(error)}`);
  }
}
