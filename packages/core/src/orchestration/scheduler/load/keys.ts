import { hash } from "../ids.ts";
import { flowKey, noKey } from "../../lanes.ts";
import { type Key } from "../../tables.ts";

const mostBytes = 512;

/** A key as a job gives it: `payload.<path>` is looked up in the task's payload. None where it holds nothing. */
export function keyIn(given: string | undefined, payload: unknown): string | undefined {
  if (given === undefined) return undefined;
  if (!/^payload(\.[\w-]+)+$/.test(given))
    return Buffer.byteLength(given) <= mostBytes ? given : `sha256:${hash(given)}`;
  const found = flowKey(given, payload);
  return found === noKey ? undefined : found;
}

/** Where it is remembered that an idempotency key was accepted, and until when. */
export const onceKey = (labourerId: string, key: string): Key => ({
  partition: `once#${labourerId}`,
  sort: key,
});

/** Who has a singleton key; whoever closes the task deletes it. */
export const singleKey = (labourerId: string, key: string): Key => ({
  partition: `single#${labourerId}`,
  sort: key,
});

/** Found by its `due`, when a task's deadline is over. */
export const deadlineKey = (labourerId: string, taskId: string): Key => ({
  partition: `deadline#${labourerId}`,
  sort: taskId,
});
