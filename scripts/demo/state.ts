import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { formatTable } from "../cli/table.ts";
import type { LocalApp } from "../local/stack.ts";

/** What one of the functions that keep state answered. */
export interface StateRow {
  kept: "Jar" | "Bucket" | "PersistentMap";
  call: string;
  answer: string;
  milliseconds: number;
}

type FunctionName = "visit" | "visits" | "configuration" | "primes";
const calls: readonly [StateRow["kept"], FunctionName, object][] = [
  ["Jar", "visit", {}],
  ["Jar", "visits", {}],
  ["Bucket", "configuration", { change: { greeting: "hello", limit: 10 } }],
  ["Bucket", "configuration", {}],
  ["PersistentMap", "primes", { below: 5_000_000 }],
  ["PersistentMap", "primes", { below: 5_000_000 }],
];

/** Calls the sample functions that keep state, one after another. Throws what a function failed with. */
export async function callStateFunctions({ emulator, outputs }: LocalApp): Promise<StateRow[]> {
  const { endpoint, region, env } = emulator;
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = env;
  const lambda = new LambdaClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
  });
  const rows: StateRow[] = [];
  for (const [kept, name, event] of calls) {
    const began = performance.now();
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName: outputs[name], Payload: JSON.stringify(event) }),
    );
    const answer = Payload?.transformToString() ?? "";
    if (FunctionError !== undefined) throw new TypeError(`${name} failed: ${answer}`);
    const milliseconds = Math.round(performance.now() - began);
    rows.push({ kept, call: `${name} ${JSON.stringify(event)}`, answer, milliseconds });
  }
  lambda.destroy();
  return rows;
}

/** The table that people read. */
export const stateTable = (rows: readonly StateRow[]): string =>
  `What functions remember:\n${formatTable(rows.map((row) => ({ ...row })))}`;
