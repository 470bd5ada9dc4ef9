import {
  DeleteObjectCommand,
  PutObjectCommand,
  type PutObjectCommandOutput,
} from "@aws-sdk/client-s3";
import { trusted } from "../../models/trusted.ts";
import { sampleFiles } from "./files.ts";
import { type EventTravel } from "./event-travel.ts";
import { type Run } from "./run-state.ts";
import { keys, type PlannedUpload } from "./scenario.ts";
import { ask, names } from "./world.ts";

/** Makes an upload when its time has come, and later what its plan says of it. */
export function scheduleUpload(run: Run, travel: EventTravel, plan: PlannedUpload): void {
  const { scheduler } = run.simulation;
  scheduler.after(plan.at, () => void upload(run, travel, plan));
}

async function upload(run: Run, travel: EventTravel, plan: PlannedUpload): Promise<void> {
  const { world, uploaded, simulation } = run;
  const key = keys[plan.key] ?? keys[0];
  const count = uploaded.length;
  const make = sampleFiles[plan.file] ?? sampleFiles[0];
  const file = make(count);
  const put = new PutObjectCommand({
    Bucket: names.staging,
    Key: key,
    Body: file.body,
    ContentType: file.type,
    Metadata: { "uploaded-as": String(count) },
    Tagging: `n=${count}`,
  });
  const request = await world.s3.prepare(put);
  travel.next(plan.events);
  const { VersionId = "" } = trusted<PutObjectCommandOutput>(request.apply());
  uploaded.push({ plan, key, version: VersionId, file, at: simulation.scheduler.now() });
  simulation.trace.note(`uploaded ${key} ${VersionId}`);
  scheduleRest(run, plan, { key, version: VersionId });
}

function scheduleRest(
  { simulation: { scheduler }, world: { s3 } }: Run,
  { deletedAfter, hiddenAfter, expiredAfter }: PlannedUpload,
  { key: Key, version: VersionId }: { key: string; version: string },
): void {
  const Bucket = names.staging;
  const after = (ms: number | undefined, act: () => void) => {
    if (ms !== undefined) scheduler.after(ms, act);
  };
  after(deletedAfter, () => void ask(s3, new DeleteObjectCommand({ Bucket, Key, VersionId })));
  after(hiddenAfter, () => void ask(s3, new DeleteObjectCommand({ Bucket, Key })));
  after(expiredAfter, () => s3.expire(Bucket, Key, VersionId));
}
