import type { LabourerNow } from "../../api/orchestration.ts";
import { Name } from "../../text/name.tsx";
import { statusName, toneOf } from "./statuses.ts";

/** How a labourer feels, as the last run saw it, and which metric decided that. */
export function Health({ health }: Pick<LabourerNow, "health">) {
  if (!health) return <span className="badge">Health not known yet</span>;
  const { status, metric, value } = health;
  return (
    <span>
      <span className={`badge ${toneOf(status)}`}>Health: {statusName(status)}</span>
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
