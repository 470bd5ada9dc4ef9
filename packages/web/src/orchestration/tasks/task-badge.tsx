import type { TaskState } from "../../api/orchestration.ts";
import { meanings } from "./states.ts";

/** Where a task is: told by its word; the colour only helps. */
export function TaskBadge({ state }: { readonly state: TaskState }) {
  const { label, tone, meaning } = meanings[state];
  return (
    <span className={`badge ${tone}`} title={meaning}>
      {label}
    </span>
  );
}
