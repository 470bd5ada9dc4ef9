import type { SQSEvent } from "aws-lambda";
import { startEventSource } from "../../models/lambda/event-source.ts";
import { lambdaFunction } from "../../models/lambda/function.ts";
import { trusted } from "../../models/trusted.ts";
import { type Process } from "../process.ts";
import { type Run } from "./run-state.ts";
import { type QueueAddress } from "./world.ts";

/** A function that is given a queue's messages. */
export interface QueueProgram {
  readonly name: string;
  /** In ms. */
  readonly timeout: number;
  /** `deadline` is in ms since 1970, by the services' clock. */
  readonly handle: (event: SQSEvent, process: Process, deadline: number) => Promise<unknown>;
}

/** Starts a queue's consumer, its settings as in `infra/pipeline.ts`; returns how to stop it. */
export function consume(run: Run, { url, arn }: QueueAddress, program: QueueProgram): () => void {
  const { simulation, world, scenario } = run;
  let count = 0;
  const target = lambdaFunction(simulation.scheduler, {
    timeout: program.timeout,
    start: (event, deadline) =>
      simulation.start(`${program.name}${++count}`, (process) =>
        run.watched(program.handle(trusted<SQSEvent>(event), process, deadline)),
      ),
  });
  const { scheduler: clock, random } = simulation;
  return startEventSource(
    { clock, random: random.fork(), sqs: world.sqs, target },
    {
      queueUrl: url,
      queueArn: arn,
      batchSize: scenario.batchSize,
      concurrency: 4,
      reportsItemFailures: true,
      lostDeletes: 0.02,
      pause: [100, 1_500],
    },
  );
}
