import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pythonEnvironment, pythonWith } from "./python-with.ts";

const run = promisify(execFile);
let python = "";

/** Installs awsjar into the checkout, if Python and PyPI are there. Says whether it is there then. */
export async function installAwsjar(): Promise<boolean> {
  python = (await pythonWith("awsjar", "0.2.11", "awsjar")) ?? "";
  return python !== "";
}

const program = `
import json, sys
from datetime import datetime, timezone
from awsjar import Bucket, Jar, datetime_decoder, datetime_encoder
kind, options, call, value = json.loads(sys.argv[1])
dates = options.pop("dates", False)
if dates:
    options.update(encoder=datetime_encoder, decoder=datetime_decoder)
state = (Jar if kind == "jar" else Bucket)(**options)
if call == "put":
    if dates:
        value = {"at": datetime(2019, 1, 9, 18, 49, 44, 847202, tzinfo=timezone.utc)}
    state.put(value)
else:
    found = state.get()
    print(json.dumps({"type": type(found).__name__, "value": found}, default=repr))
`;

export interface AwsjarCall {
  readonly kind: "jar" | "bucket";
  /** Of awsjar's constructor; `dates` adds its encoder and decoder. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly call: "get" | "put";
  readonly value?: unknown;
}

/** Lets awsjar put a value, or tell what it gets: with `dates` it puts one of its own. */
export async function awsjar({ kind, options, call, value = null }: AwsjarCall) {
  const { stdout } = await run(
    python,
    ["-c", program, JSON.stringify([kind, options, call, value])],
    { env: pythonEnvironment() },
  );
  return stdout === "" ? undefined : (JSON.parse(stdout) as { type: string; value: unknown });
}
