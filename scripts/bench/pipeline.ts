import { setTimeout as sleep } from "node:timers/promises";
import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { costReport } from "../demo/cost.ts";
import { startLocalApp } from "../local/stack.ts";
import { deployPlain } from "./plain-pipeline.ts";

/** Figures of the pipeline against a plain copy-and-delete handler, on one emulator in one run. */
export interface PipelineFigures {
  files: number;
  /** Files a second, from the first upload to the last in the archive: a round each. */
  pipeline: number[];
  plain: number[];
  /** Median of the rounds' plain / pipeline rates: how many times slower the pipeline is. */
  ratio: number;
  requestsPerFile: number;
}

/** Runs `rounds` of `files` text files each way, in turn. */
export async function benchPipeline({
  files,
  rounds,
  say,
}: {
  files: number;
  rounds: number;
  say: (line: string) => void;
}): Promise<PipelineFigures> {
  const app = await startLocalApp({ emulator: { reuse: false, onProgress: say } });
  try {
    const { endpoint, region, functionEndpoint, env } = app.emulator;
    const credentials = {
      accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: env["AWS_SECRET_ACCESS_KEY"] ?? "",
    };
    const config = { endpoint, region, credentials };
    const s3 = new S3Client({ ...config, forcePathStyle: true });
    const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
    const plain = await deployPlain({ s3, sqs, config, functionEndpoint });
    const ways = { pipeline: app.outputs, plain };
    for (const way of Object.values(ways)) await travel(s3, way, { files: 20, prefix: "dev/warm" });
    const began = Date.now();
    const rates: { pipeline: number[]; plain: number[] } = { pipeline: [], plain: [] };
    for (let round = 1; round <= rounds; round++) {
      for (const name of ["pipeline", "plain"] as const) {
        const seconds = await travel(s3, ways[name], { files, prefix: `dev/bench-${round}` });
        rates[name].push(files / seconds);
        say(`round ${round}, ${name}: ${(files / seconds).toFixed(1)} files a second`);
      }
    }
    const { requestsPerFile } = await costReport(app, began, files * rounds);
    const ratios = rates.plain.map((rate, round) => rate / (rates.pipeline[round] ?? Number.NaN));
    return { files, ...rates, ratio: median(ratios), requestsPerFile };
  } finally {
    await app.stop();
  }
}

interface Buckets {
  staging: string;
  archive: string;
}

/** Returns the seconds until the last file is in the archive. */
async function travel(
  s3: S3Client,
  { staging, archive }: Buckets,
  { files, prefix }: { files: number; prefix: string },
) {
  const began = performance.now();
  const names = Array.from({ length: files }, (_, at) => `${prefix}/${at}.txt`);
  const worker = async () => {
    for (let Key = names.pop(); Key; Key = names.pop())
      await s3.send(
        new PutObjectCommand({
          Bucket: staging,
          Key,
          Body: `file ${Key}\n`,
          ContentType: "text/plain",
        }),
      );
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  while ((await count(s3, archive, `${prefix}/`)) < files) await sleep(100);
  return (performance.now() - began) / 1000;
}

async function count(s3: S3Client, Bucket: string, Prefix: string) {
  let [found, ContinuationToken]: [number, string | undefined] = [0, undefined];
  do {
    const page: { KeyCount?: number; NextContinuationToken?: string } = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }),
    );
    found += page.KeyCount ?? 0;
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return found;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
