import type { JobHistory } from "../../api/orchestration.ts";
import { Name } from "../../text/name.tsx";
import { When } from "../../text/when.tsx";
import { actionsOf } from "../operations/actions.ts";

/** Who did what to a job, and why, the newest first. */
export function JobOperations({ operations }: Pick<JobHistory, "operations">) {
  const labelOf = (action: string) =>
    actionsOf.job.find(({ name }) => name === action)?.label ?? action;
  return (
    <section aria-label="What people did to it">
      <h2>What people did to it</h2>
      {operations.length === 0 && <p className="quiet">Nothing lately.</p>}
      <ul className="stack">
        {operations.map(({ action, at, by, reason }) => (
          <li key={`${at} ${action}`}>
            {labelOf(action)}
            {by !== undefined && (
              <>
                {" "}
                by <Name>{by}</Name>
              </>
            )}
            , <When ms={at * 1000} />
            {reason !== undefined && (
              <>
                : <Name>{reason}</Name>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
