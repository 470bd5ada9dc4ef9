import type { TaskHistory } from "../../api/orchestration.ts";
import { Name } from "../../text/name.tsx";
import { durationText } from "../../text/times.ts";
import { When } from "../../text/when.tsx";
import { actions } from "./states.ts";

const bad: ReadonlySet<string> = new Set([
  "marked_as_failed",
  "failed",
  "archived_dead",
  "expired",
]);
const good: ReadonlySet<string> = new Set(["marked_as_completed", "completed", "archived"]);
const toneOf = (action: string) => (bad.has(action) ? "bad" : good.has(action) ? "good" : "going");

/** All that happened to a task, in its order, and how long each part took. */
export function Steps({ steps }: Pick<TaskHistory, "steps">) {
  return (
    <section aria-label="Its way">
      <h2>Its way</h2>
      {steps.length === 0 && <p className="quiet">No history is kept of it.</p>}
      <ol className="timeline">
        {steps.map(({ action, at, author, note }, index) => {
          const before = steps[index - 1];
          return (
            <li key={`${at} ${action}`} className={toneOf(action)}>
              <span>
                {actions[action] ?? <Name>{action}</Name>}
                {note !== undefined && (
                  <span className="quiet">
                    {" "}
                    <Name>{note}</Name>
                  </span>
                )}
              </span>
              <span className="quiet">
                <When ms={at * 1000} />
                {before && ` · after ${durationText((at - before.at) * 1000)}`}
                {author !== undefined && (
                  <>
                    {" "}
                    · <Name>{author}</Name>
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
