import { hash } from "../ids.ts";
import { flowKey, noKey } from "../../lanes.ts";

const mostBytes = 512;

/** A key as a job gives it: `payload.<path>` is looked up in the task's payload. None where it holds nothing. */
export function keyIn(given: string | undefined, payload: unknown): string | undefined {
  if (given === undefined) return undefined;
  if (!/^payload(\.[\w-]+)+$/.test(given))
    return Buffer.byteLength(given) <= mostBytes ? given : `sha256:${hash(given)}`;
  const found = flowKey(given, payload);
  return found === noKey ? undefined : found;
}
