import { PutObjectCommand } from "@aws-sdk/client-s3";
import { payloadText } from "../../task.ts";
import type { Fields } from "../fields.ts";
import { payloadKey } from "../file/keys.ts";
import { type SchedulerSettings } from "../settings.ts";

/** Bytes of JSON in a task's row, which takes 400 KB with all that comes later. */
export const mostPayloadBytes = 200_000;

/**
 * A task's payload from its fields, sosw's way: what a field `payload` holds, if that is an object
 * or JSON text of one, and the others over it. Seed: TaskManager, `construct_payload_for_task`.
 */
export function bodyOf(fields: Fields): Fields {
  if (fields["payload"] === undefined) return fields;
  const { payload, ...others } = fields;
  return { ...(JSON.parse(payloadText(payload)) as Fields), ...others };
}

/** Puts a payload that is too large for a row into the queue bucket, encrypted. The key, if it did. */
export async function storeLarge(
  taskId: string,
  payload: Fields,
  { s3, queueBucket: Bucket, prefix }: SchedulerSettings,
): Promise<string | undefined> {
  const Body = JSON.stringify(payload);
  if (Buffer.byteLength(Body) <= mostPayloadBytes) return undefined;
  const Key = payloadKey(prefix, taskId);
  const described = { ContentType: "application/json", ServerSideEncryption: "AES256" } as const;
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...described }));
  return Key;
}
