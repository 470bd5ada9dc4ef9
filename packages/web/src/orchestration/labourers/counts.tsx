import type { LabourerNow } from "../../api/orchestration.ts";
import { countText } from "../counts-text.ts";

/** How many tasks a labourer has in each state. */
export function Counts({ labourer }: { readonly labourer: LabourerNow }) {
  const { queued, running, expired, retrying, completed, dead, limit } = labourer;
  const counts = [
    ["Queued", countText(queued)],
    ["Running", `${countText(running)} of ${limit}`],
    ["Retrying", countText(retrying)],
    ["Expired", countText(expired)],
    ["Completed, last hour", countText(completed)],
    ["Dead, last hour", countText(dead)],
  ] as const;
  return (
    <dl className="counts">
      {counts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
