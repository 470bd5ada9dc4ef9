import { visibleName } from "../../text/name.tsx";
import { minuteText } from "../../text/times.ts";
import { minutesText, slotsOf, valueText, type HealthMinute } from "./minutes.ts";
import { statusName, toneOf } from "./statuses.ts";
import "./health.css";

/** Of one minute, in the picture's own units; statuses are of different heights, told apart without colours too. */
const width = 10;
const step = 8;
const height = 5 * step;

/** The health that decided each minute of the last hour, as bars. */
export function HealthStrip({ minutes }: { readonly minutes: readonly HealthMinute[] }) {
  if (minutes.length === 0) return null;
  const slots = slotsOf(minutes, Date.now());
  const first = slots[0]?.at ?? 0;
  return (
    <figure className="health-strip">
      <figcaption>Health of the last hour, minute by minute</figcaption>
      <svg
        viewBox={`0 0 ${slots.length * width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Health of the last hour: ${minutesText(minutes)}`}
      >
        {slots.map(({ at, decided }, index) => {
          const tall = decided ? (decided.status + 1) * step : 1;
          return (
            <rect
              key={at}
              className={decided ? toneOf(decided.status) : "none"}
              x={index * width + 1}
              y={height - tall}
              width={width - 2}
              height={tall}
            >
              <title>{titleOf(at, decided)}</title>
            </rect>
          );
        })}
      </svg>
      <p className="ends" aria-hidden="true">
        <span>{minuteText(first)}</span>
        <span>now</span>
      </p>
    </figure>
  );
}

function titleOf(at: number, decided: HealthMinute | undefined) {
  const time = minuteText(at);
  if (!decided) return `${time}: no run`;
  return `${time}: ${statusName(decided.status)}, ${visibleName(valueText(decided))}`;
}
