import type { TaskSummary } from "../../api/orchestration.ts";
import { Link } from "../../router/link.tsx";
import { Name } from "../../text/name.tsx";
import { When } from "../../text/when.tsx";

/** Tasks, each a way to its own page. */
export function TasksTable({ tasks }: { readonly tasks: readonly TaskSummary[] }) {
  if (tasks.length === 0) return <p className="quiet">No task is like this.</p>;
  return (
    <div className="entries-scroll" tabIndex={0} role="region" aria-label="List of tasks">
      <table className="entries">
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Attempts</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <tr key={task.id}>
              <th scope="row">
                <Link href={`/tasks/${encodeURIComponent(task.id)}`}>
                  <Name>{task.id}</Name>
                </Link>
                {task.failure !== undefined && (
                  <span className="why">
                    <Name>{task.failure}</Name>
                  </span>
                )}
              </th>
              <td>{task.attempts}</td>
              <td>
                <Moment {...task} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The time that says most about it. */
function Moment({ closedAt, completedAt, startsAt, createdAt }: TaskSummary) {
  const at = closedAt ?? completedAt ?? startsAt ?? createdAt;
  if (at === undefined) return null;
  const word = at === closedAt || at === completedAt ? "" : at === startsAt ? "not before " : "";
  return (
    <>
      {word}
      <When ms={at * 1000} />
    </>
  );
}
