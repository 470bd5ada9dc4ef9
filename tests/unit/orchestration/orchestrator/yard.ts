import { GetFunctionConfigurationCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { yardOf, type Yard } from "@switchyard/core/orchestration/orchestrator/yard.ts";
import { type Store } from "@switchyard/core/orchestration/store/store.ts";
import { transactGroups } from "@switchyard/core/orchestration/store/transact-groups.ts";
import { type Row } from "@switchyard/core/orchestration/store/write.ts";
import { withSend } from "../../../models/client.ts";
import { orchestrationWorld } from "../world.ts";

export type Event = Readonly<Record<string, unknown>> & { readonly task_id: string };

/** The tables, a Lambda that notes what it was invoked with, and every request counted. */
export async function yardWorld({
  indexLag = 0,
  replicaLag = 0,
  answer = () => undefined,
  timeOut = 60,
  ...settings
}: Partial<Yard> &
  Partial<Pick<Store, "author" | "fields">> & {
    readonly indexLag?: number;
    /** Of reads that aren't consistent. */
    readonly replicaLag?: number;
    /** Of every function, in seconds. */
    readonly timeOut?: number;
    /** What Lambda throws at an event; `undefined`: it takes it. */
    readonly answer?: (event: Event, functionName: string) => unknown;
  } = {}) {
  const { author, fields, ...yardSettings } = settings;
  const world = await orchestrationWorld({
    indexLag,
    replicaLag,
    ...(author && { author }),
    ...(fields && { fields }),
  });
  const events: Event[] = [];
  const requests: string[] = [];
  const lambda = withSend<LambdaClient>(async ({ input, constructor }) => {
    requests.push(constructor.name.replace("Command", ""));
    if (constructor === GetFunctionConfigurationCommand) return { Timeout: timeOut };
    const { Payload, FunctionName } = input as { Payload: Uint8Array; FunctionName: string };
    const event = JSON.parse(new TextDecoder().decode(Payload)) as Event;
    const error = answer(event, FunctionName);
    if (error !== undefined) throw error;
    events.push(event);
    return { StatusCode: 202 };
  });
  const store: Store = { ...world.store, db: counted(world.store.db, requests) };
  const yard = yardOf({ store, lambda, endsAt: Infinity, tokenPatienceMs: 0, ...yardSettings });
  const state = async (labourerId = "counter"): Promise<Row> =>
    (await world.rows("flow")).find(
      (row) => row["partition"] === `labourer#${labourerId}` && row["sort"] === "state",
    ) ?? {};
  const tasks = async () =>
    (await world.rows("tasks")).toSorted((a, b) =>
      String(a["task_id"]).localeCompare(String(b["task_id"]), "en", { numeric: true }),
    );
  return { ...world, store, yard, events, requests, state, tasks };
}

export function counted(db: Store["db"], requests: string[]): Store["db"] {
  return withSend<never>(async (command) => {
    requests.push(command.constructor.name.replace("Command", ""));
    return db.send(command as never);
  }) as Store["db"];
}

/** Queued tasks, first to last. */
export async function queueTasks(
  store: Store,
  count: number,
  { labourer_id = "counter", from = 0, ...more }: Row = {},
): Promise<void> {
  const groups = Array.from({ length: count }, (_, index) => {
    const n = Number(from) + index;
    const row = {
      task_id: `t${n}`,
      labourer_id,
      created_at: store.now() / 1_000,
      greenfield: 2_000 + 1_000 * n,
      attempts: 0,
      payload: JSON.stringify({ n }),
      ...more,
    };
    return { writes: [{ put: "tasks" as const, row }] };
  });
  await transactGroups({ groups }, store);
}

/** The row of one task, changed. */
export async function changeTask(store: Store, id: string, set: Row): Promise<void> {
  const change = { set };
  await transactGroups(
    { groups: [{ writes: [{ update: "tasks", key: { task_id: id }, change }] }] },
    store,
  );
}

/** Lambda's answer that it doesn't take an event now. */
export const throttled = () =>
  Object.assign(new Error("Rate exceeded"), {
    name: "TooManyRequestsException",
    $metadata: { httpStatusCode: 429, attempts: 1 },
  });
/** No answer at all. */
export const unanswered = () =>
  Object.assign(new Error("socket hang up"), { name: "TimeoutError", $metadata: { attempts: 1 } });
