import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { announce } from "@switchyard/core/pipeline/events/announcement.ts";
import { costReport } from "../../demo/cost.ts";
import type { Finding, Row, Say } from "../benchmark.ts";
import { travel, untilEmpty, type Cargo } from "./travel.ts";
import type { World } from "./world.ts";

const bar = 7;

/** What the pipeline asks of AWS, as its own meter counted it. The meter must be on. */
export async function countRequests(world: World, { files, say }: { files: number; say: Say }) {
  const batches = await count(world, { files, prefix: "dev/counted" });
  say(`${batches.requests.toFixed(2)} requests a file in batches`);
  const tables = await count(world, { files, prefix: "dev/tables", kind: "csv" });
  const alone = await countAlone(world, { files: 5, prefix: "dev/alone" });
  const twice = await countDuplicates(world, batches.uploads);
  say(`${twice.requests.toFixed(2)} requests a duplicate`);
  const same = { unit: "requests", steady: true } as const;
  const findings: Finding[] = [
    {
      ...same,
      what: "a text file (one result), many at once",
      value: batches.requests,
      bar,
      from: `${files} files, ${batches.invocations} invocations`,
    },
    {
      ...same,
      what: "a CSV file (two results), many at once",
      value: tables.requests,
      bar,
      from: `${files} files, ${tables.invocations} invocations`,
    },
    { ...same, what: "a text file, alone", value: alone, bar, from: "5 files, one after another" },
    {
      ...same,
      what: "a duplicate event",
      value: twice.requests,
      bar: 1,
      from: `${files} files announced again: ${twice.operations}`,
    },
    { ...same, what: "a duplicate event: reads", value: twice.reads, bar: 0, from: "the same" },
  ];
  return { findings, perFile: batches.perFile };
}

async function count(world: World, cargo: Cargo) {
  const began = Date.now();
  const { uploads } = await travel(world.pipeline, cargo, world);
  const { requests, requestsPerFile } = await costReport(world.app, began, cargo.files);
  const { "lambda.Invoke": invocations = 0, ...asked } = requests;
  const perFile: Row[] = Object.entries(asked).map(([operation, times]) => ({
    operation,
    "a file": Number((times / cargo.files).toFixed(2)),
  }));
  return { uploads, invocations, requests: requestsPerFile, perFile };
}

async function countAlone(world: World, { files, prefix }: Cargo) {
  const began = Date.now();
  for (let at = 0; at < files; at++)
    await travel(world.pipeline, { files: 1, prefix: `${prefix}-${at}` }, world);
  return (await costReport(world.app, began, files)).requestsPerFile;
}

type Uploads = Awaited<ReturnType<typeof travel>>["uploads"];

async function countDuplicates(world: World, uploads: Uploads) {
  const began = Date.now();
  const { queue: QueueUrl } = world.pipeline;
  for (const upload of uploads)
    await world.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: announce([upload]) }));
  await untilEmpty(QueueUrl, world.sqs);
  const { requests, requestsPerFile } = await costReport(world.app, began, uploads.length);
  const { "lambda.Invoke": _, ...asked } = requests;
  const isRead = (operation: string) => /\.(?:Get|Head|List|Query|Scan|BatchGet)/.test(operation);
  const reads = Object.entries(asked).filter(([operation]) => isRead(operation));
  return {
    requests: requestsPerFile,
    reads: reads.reduce((sum, [, times]) => sum + times, 0),
    operations: Object.entries(asked)
      .map(([operation, times]) => `${times} ${operation}`)
      .join(", "),
  };
}
