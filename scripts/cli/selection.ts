import { states } from "@switchyard/core/pipeline/ledger/record.ts";
import type { Selection } from "@switchyard/core/pipeline/replay.ts";
import { UsageError } from "./command.ts";

/** Options that choose files, alike in every command. */
export const selectionOptions = {
  key: { type: "string" },
  prefix: { type: "string" },
  owner: { type: "string" },
  state: { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
} as const;

export const selectionUsage = `  --key, --prefix   whole keys, with the caller's prefix
  --owner           a caller's files
  --state           ${states.join(", ")}
  --since, --until  received at or after, before: an ISO 8601 time`;

type Given = Partial<Record<keyof typeof selectionOptions, string>>;

/** Reads the options. Throws `UsageError`. */
export function selectionOf({ key, prefix, owner, state, since, until }: Given): Selection {
  const known = states.find((one) => one === state);
  if (state !== undefined && !known)
    throw new UsageError(`--state: expected one of ${states.join(", ")}, got ${state}`);
  return {
    key,
    prefix,
    owner,
    state: known,
    since: timeOf("since", since),
    until: timeOf("until", until),
  };
}

function timeOf(option: string, text: string | undefined) {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new UsageError(`--${option}: expected an ISO 8601 time, got ${text}`);
  return time;
}
