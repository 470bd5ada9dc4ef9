import { Readable } from "node:stream";
import {
  GetObjectCommand,
  HeadObjectCommand,
  type GetObjectCommandOutput,
} from "@aws-sdk/client-s3";
import { type ObjectVersion } from "../upload.ts";
import { type StorageAccess } from "./access.ts";
import { headOf, type SourceHead } from "./head.ts";
import { isMissing } from "./missing.ts";

export interface OpenSource {
  readonly head: SourceHead;
  /** To be read to its end or destroyed. */
  readonly body: Readable;
}

/** Opens that very version for reading; `undefined` when it no longer exists. */
export async function openVersion(source: ObjectVersion, { s3, signal }: StorageAccess) {
  return unlessMissing(async (): Promise<OpenSource> => {
    const answer = await s3.send(new GetObjectCommand(addressOf(source)), { abortSignal: signal });
    return { head: headOf(answer), body: streamOf(answer.Body) };
  });
}

/** What is stored with that version; `undefined` when it no longer exists. */
export async function headVersion(source: ObjectVersion, { s3, signal }: StorageAccess) {
  return unlessMissing(async () =>
    headOf(await s3.send(new HeadObjectCommand(addressOf(source)), { abortSignal: signal })),
  );
}

function streamOf(body: GetObjectCommandOutput["Body"]): Readable {
  if (body instanceof Readable) return body;
  return Readable.from(body?.transformToWebStream() ?? []);
}

const addressOf = ({ bucket, key, version }: ObjectVersion) => ({
  Bucket: bucket,
  Key: key,
  VersionId: version,
});

async function unlessMissing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
