import type { ECSClient } from "@aws-sdk/client-ecs";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { deleteTogether } from "@switchyard/core/pipeline/archive/delete.ts";
import { type PipelineContext } from "@switchyard/core/pipeline/context.ts";
import { deliver } from "@switchyard/core/pipeline/delivery.ts";
import { startEcsTask } from "@switchyard/core/pipeline/handoff/ecs.ts";
import { type HandOff } from "@switchyard/core/pipeline/handoff/handoff.ts";
import { transactTogether } from "@switchyard/core/pipeline/ledger/transact.ts";
import { limited } from "@switchyard/core/pipeline/limited.ts";
import { hideFor, parkOn } from "@switchyard/core/pipeline/queue.ts";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { type Process } from "../process.ts";
import { simulatedContext } from "./context.ts";
import { type QueueProgram } from "./functions.ts";
import { type Run } from "./run-state.ts";
import { refuseSurprise } from "./surroundings.ts";

/** Changes the context before a run uses it: for programs that are broken on purpose. */
export type Alter = (context: PipelineContext) => PipelineContext;

/** The transform function as `packages/functions` makes it, on simulated clients. */
export function transformProgram(run: Run, alter: Alter = (context) => context): QueueProgram {
  const handle = async (event: SQSEvent, process: Process, deadline: number) => {
    const own = {
      run,
      alter,
      deadline: deadline + process.now() - run.simulation.scheduler.now(),
      transact: transactTogether(),
      delete: deleteTogether(),
    };
    const inTurn = limited(run.settings.parallelFiles);
    const failed = await Promise.all(
      event.Records.map((record, index) =>
        inTurn(() => handleRecord(record, process.branch(String(index)), own)),
      ),
    );
    const batchItemFailures = failed.flat().map((itemIdentifier) => ({ itemIdentifier }));
    return { batchItemFailures } satisfies SQSBatchResponse;
  };
  return { name: "transform", timeout: 20_000, handle };
}

interface Invocation {
  readonly run: Run;
  readonly alter: Alter;
  /** By the process's own clock. */
  readonly deadline: number;
  /** Shared by all records of the batch. */
  readonly transact: ReturnType<typeof transactTogether>;
  readonly delete: ReturnType<typeof deleteTogether>;
}

/** Gives the message's id when it is to come again. */
async function handleRecord(record: SQSRecord, branch: Process, invocation: Invocation) {
  const { simulation, world } = invocation.run;
  const sqs = simulation.client<SQSClient>(branch, world.sqs);
  const park = parkOn({ sqs, url: world.parking.url });
  try {
    const { outcomes, againAfter } = await deliver(
      record.body,
      contextOf(branch, invocation),
      park,
    );
    for (const outcome of outcomes) {
      simulation.trace.note(`${branch.name} ${outcome.kind}`);
      if ("error" in outcome) refuseSurprise(outcome.error);
    }
    if (againAfter === undefined) return [];
    const queue = { sqs, url: world.uploads.url };
    await hideFor(againAfter, record.receiptHandle, queue).catch(() => undefined);
  } catch (error) {
    refuseSurprise(error);
    simulation.trace.note(`${branch.name} threw ${String(error)}`);
  } finally {
    branch.end();
  }
  return [record.messageId];
}

function contextOf(branch: Process, invocation: Invocation): PipelineContext {
  const { run, alter, deadline } = invocation;
  const { settings, scenario } = run;
  const signal = branch.signalAfter(deadline - branch.now() - settings.stopBeforeMs);
  const timing = {
    deadline,
    leaseUntil: () => deadline + settings.leaseMarginMs,
    handedLease: settings.containerLeaseMs,
    laneWait: settings.laneWaitMs,
  };
  const context = simulatedContext(run, branch, { timing, signal });
  const handOff = scenario.handsOver ? handOffOf(run, branch) : undefined;
  return alter({
    ...context,
    handOff,
    storage: { ...context.storage, delete: (one) => branch.waitFor(invocation.delete(one)) },
    ledger: { ...context.ledger, transact: (one) => branch.waitFor(invocation.transact(one)) },
  });
}

/** Hands over by the kind of file, as the real one does by size: the samples are small. */
function handOffOf({ simulation, world }: Run, branch: Process): HandOff {
  const ecs = simulation.client<ECSClient>(branch, world.ecs);
  const [cluster, taskDefinition, container] = ["cluster", "definition", "container"];
  const place = { cluster, taskDefinition, container, assignPublicIp: false };
  const settings = { ...place, subnets: ["subnet"], securityGroups: ["group"] };
  return {
    wants: (_upload, { contentType }) => contentType === "text/csv",
    start: (file) => startEcsTask(file, settings, ecs),
  };
}
