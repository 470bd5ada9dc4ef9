import type { FileState } from "../api/api.ts";
import { meanings } from "./states.ts";

/** A file's state: told by its word; the colour only helps. */
export function StateBadge({ state }: { readonly state: FileState }) {
  const { label, tone, meaning } = meanings[state];
  return (
    <span className={`badge ${tone}`} title={meaning}>
      {label}
    </span>
  );
}
