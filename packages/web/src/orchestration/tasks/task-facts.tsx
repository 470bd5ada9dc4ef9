import type { TaskHistory } from "../../api/orchestration.ts";
import { Link } from "../../router/link.tsx";
import { Name } from "../../text/name.tsx";
import { When } from "../../text/when.tsx";

/** What is known of a task: its own columns, its results and statistics. */
export function TaskFacts({ task }: { readonly task: TaskHistory }) {
  const { attempts, job, createdAt, startsAt, attributes } = task;
  return (
    <section aria-label="Facts">
      <h2>Facts</h2>
      <dl className="facts">
        <div>
          <dt>Attempts</dt>
          <dd>{attempts}</dd>
        </div>
        {job !== undefined && (
          <div>
            <dt>Job</dt>
            <dd>
              <Link href={`/jobs/${encodeURIComponent(job)}`}>
                <Name>{job}</Name>
              </Link>
            </dd>
          </div>
        )}
        {createdAt !== undefined && (
          <div>
            <dt>Created</dt>
            <dd>
              <When ms={createdAt * 1000} />
            </dd>
          </div>
        )}
        {startsAt !== undefined && (
          <div>
            <dt>Not before</dt>
            <dd>
              <When ms={startsAt * 1000} />
            </dd>
          </div>
        )}
        {Object.entries(attributes).map(([name, value]) => (
          <div key={name}>
            <dt>
              <Name>{name}</Name>
            </dt>
            <dd>
              <Name>{value}</Name>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
