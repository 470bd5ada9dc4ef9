import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import {
  UpdateFunctionCodeCommand,
  waitUntilFunctionUpdatedV2,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { zip } from "../conformance/make/zip.ts";

const waiting = { maxWaitTime: 30, minDelay: 0.05, maxDelay: 0.5 };

/** Gives a function the code in its bundle's folder, and waits until it runs that. */
export async function sendCode(
  { functionName: FunctionName, out }: { functionName: string; out: string },
  client: LambdaClient,
): Promise<void> {
  const ZipFile = zip(await readBundle(out));
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await waitUntilFunctionUpdatedV2({ client, ...waiting }, { FunctionName });
}

/** The files of a bundle by name. */
export async function readBundle(folder: string): Promise<Record<string, Uint8Array>> {
  const names = (await readdir(folder)).toSorted();
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await readFile(path.join(folder, name))] as const),
    ),
  );
}
