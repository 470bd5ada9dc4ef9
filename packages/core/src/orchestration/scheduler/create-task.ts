import * as z from "zod/mini";
import { issuesOf } from "../../aws/environment.ts";
import { InvalidJobError, LabourerDrainingError } from "../errors.ts";
import { freeKeysLeftBehind } from "../moves/left-behind.ts";
import { stateKey } from "../orchestrator/state-row.ts";
import { transact } from "../store/transact.ts";
import { generatedFields, type Task } from "../task.ts";
import { type Fields, without } from "./fields.ts";
import { checkOptions, findLabourer } from "./job/labourer.ts";
import { takeOptions } from "./job/options.ts";
import { notDraining } from "./jobs/accept.ts";
import { writesOf } from "./load/batch.ts";
import { type Creation, creationOf } from "./load/creation.ts";
import { checkPayload } from "./payload/check.ts";
import { bodyOf, storeLarge } from "./payload/payload.ts";
import { placesFor } from "./load/places.ts";
import { tell } from "./load/tell.ts";
import { type SchedulerOptions, schedulerOf, type SchedulerSettings } from "./settings.ts";

/** One task for a labourer. Options as a job's: `priority`, `deadline`, `singleton_key` and others. */
export interface TaskToCreate {
  readonly labourer: string;
  /** An object or JSON text of one; anything else becomes `{ payload: … }`. */
  readonly payload?: unknown;
  readonly [field: string]: unknown;
}

export type CreatedTask =
  | { readonly created: true; readonly task: Task }
  /** Its key is taken, or its id; by which task, if it is known. */
  | { readonly created: false; readonly taken_by?: string };

/**
 * Creates one task at the end of the queue: a read and a transaction. Fields that are generated
 * (`task_id`, `created_at`, `greenfield`, `attempts`) are refused unless `strict` is false.
 *
 * Throws `InvalidJobError`, `UnknownLabourerError`, `LabourerDrainingError`; nothing was written.
 * Seed: TaskManager, `create_task`.
 */
export async function createTask(
  { labourer: name, payload = {}, ...rest }: TaskToCreate,
  options: SchedulerOptions,
  { strict = true } = {},
): Promise<CreatedTask> {
  const settings = schedulerOf(options);
  const labourer = findLabourer(name, settings.labourers);
  const [given, others] = takeOptions(rest, {});
  checkOptions(given, labourer);
  const own = ownFields(others, strict);
  const taskId = own.task_id ?? settings.store.newToken().replaceAll("-", "");
  const body = bodyOf({ payload, ...without(others, generatedFields) });
  checkPayload(body, labourer);
  const payloadRef = await storeLarge(taskId, body, settings);
  const greenfield = own.greenfield ?? (await placesFor(labourer.id, 1, settings.store)).first;
  const coming = { taskId, payload: body, payloadRef, greenfield };
  const creation = creationOf(coming, labourer, given, settings.store);
  const task = { ...creation.task, ...own };
  const [put, ...records] = creation.writes;
  const writes = put && "put" in put ? [{ ...put, row: task }, ...records] : creation.writes;
  return write({ ...creation, task, writes }, settings);
}

const Own = z.object({
  task_id: z.optional(z.string().check(z.minLength(1), z.maxLength(1_024))),
  created_at: z.optional(z.number()),
  greenfield: z.optional(z.number()),
  attempts: z.optional(z.int().check(z.gte(0))),
});

function ownFields(fields: Fields, strict: boolean): z.infer<typeof Own> {
  const given = generatedFields.find((name) => fields[name] !== undefined);
  if (given === undefined) return {};
  const expected = "none: it is generated; strict: false allows it";
  if (strict) throw new InvalidJobError([{ field: given, value: fields[given], expected }]);
  const { success, data, error } = Own.safeParse(fields);
  if (success) return data;
  throw new InvalidJobError(issuesOf(error, fields));
}

async function write(
  creation: Creation,
  settings: SchedulerSettings,
  again = false,
): Promise<CreatedTask> {
  const { store } = settings;
  const { task } = creation;
  const key = stateKey(task.labourer_id);
  const writes = writesOf([creation], store.now());
  const answer = await transact([...writes, { check: "flow", key, condition: notDraining }], store);
  if (answer.done) {
    if (task.desired_launch_time === undefined)
      await tell({ labourer_id: task.labourer_id, task_ids: [task.task_id] }, settings);
    return { created: true, task };
  }
  if (answer.refusals.at(-1)?.refused) throw new LabourerDrainingError(task.labourer_id);
  const rows = answer.refusals.flatMap(({ refused, row }) => (refused ? [row] : []));
  if (!again && (await freeKeysLeftBehind(rows, store)) > 0) return write(creation, settings, true);
  const taken = rows[0]?.["task_id"];
  return { created: false, ...(typeof taken === "string" && { taken_by: taken }) };
}
