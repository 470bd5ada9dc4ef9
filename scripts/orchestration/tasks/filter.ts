import { lookStates } from "@switchyard/core/orchestration/look/ranges.ts";
import type { TaskFilter } from "@switchyard/core/orchestration/operations/filter.ts";
import { UsageError } from "../../cli/command.ts";

/** Options that choose tasks, alike in every command. */
export const filterOptions = {
  labourer: { type: "string" },
  job: { type: "string" },
  state: { type: "string" },
  error: { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
} as const;

export const filterUsage = `  --labourer        of this labourer; default: of all
  --job             of this job
  --state           ${lookStates.join(", ")}
  --error           whose last failure says this, large and small letters alike
  --since, --until  created at or after, before: an ISO 8601 time`;

type Given = Partial<Record<keyof typeof filterOptions, string | undefined>>;

/** Reads the options. Throws `UsageError`. */
export function filterOf({ state, since, until, labourer, job, error }: Given): TaskFilter {
  const known = lookStates.find((one) => one === state);
  if (state !== undefined && !known)
    throw new UsageError(`--state: expected one of ${lookStates.join(", ")}, got ${state}`);
  const times = { since: timeOf("since", since), until: timeOf("until", until) };
  return { labourer, job, error, state: known, ...times };
}

function timeOf(option: string, text: string | undefined) {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new UsageError(`--${option}: expected an ISO 8601 time, got ${text}`);
  return time / 1_000;
}
