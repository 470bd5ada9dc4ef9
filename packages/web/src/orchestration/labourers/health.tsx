import type { LabourerNow } from "../../api/orchestration.ts";
import { Name } from "../../text/name.tsx";

const names = ["Bad", "Poor", "Moderate", "Good", "High"] as const;
const tones = ["bad", "bad", "going", "good", "good"] as const;

/** How a labourer feels, as the last run saw it, and which metric decided that. */
export function Health({ health }: Pick<LabourerNow, "health">) {
  if (!health) return <span className="badge">Health not known yet</span>;
  const { status, metric, value } = health;
  return (
    <span>
      <span className={`badge ${tones[status] ?? ""}`}>Health: {names[status] ?? status}</span>
      {metric !== undefined && (
        <span className="quiet">
          {" "}
          by <Name>{metric}</Name>
          {value === undefined ? ", which has no data" : ` = ${value.toLocaleString("en")}`}
        </span>
      )}
    </span>
  );
}
