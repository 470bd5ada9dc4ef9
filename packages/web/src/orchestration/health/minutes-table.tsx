import { Name } from "../../text/name.tsx";
import { minuteText } from "../../text/times.ts";
import { valueText, type HealthMinute } from "./minutes.ts";
import { statusName } from "./statuses.ts";

/** Each minute with its status and what decided it, the newest first. */
export function MinutesTable({ minutes }: { readonly minutes: readonly HealthMinute[] }) {
  if (minutes.length === 0) return null;
  return (
    <details>
      <summary>Each minute and what decided it</summary>
      <div className="entries-scroll" tabIndex={0} role="region" aria-label="Health, each minute">
        <table className="entries">
          <thead>
            <tr>
              <th scope="col">Minute</th>
              <th scope="col">Health</th>
              <th scope="col">Decided by</th>
            </tr>
          </thead>
          <tbody>
            {minutes.toReversed().map((minute) => (
              <tr key={minute.at}>
                <th scope="row">{minuteText(minute.at ?? 0)}</th>
                <td>{statusName(minute.status)}</td>
                <td>
                  <Name>{valueText(minute)}</Name>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
