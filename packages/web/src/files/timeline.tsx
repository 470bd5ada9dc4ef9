import type { FileHistory } from "../api/api.ts";
import { durationText } from "../text/times.ts";
import { When } from "../text/when.tsx";
import { meanings } from "./states.ts";

/** Each state a file has been in, when it came there, and how long the way took. */
export function Timeline({ steps }: Pick<FileHistory, "steps">) {
  return (
    <section aria-label="Its way">
      <h2>Its way</h2>
      <ol className="timeline">
        {steps.map(({ state, at }, index) => {
          const before = steps[index - 1];
          return (
            <li key={state} className={meanings[state].tone}>
              <span>{meanings[state].label}</span>
              <span className="quiet">
                <When ms={at} />
                {before && ` · after ${durationText(at - before.at)}`}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
