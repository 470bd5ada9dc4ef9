import type { JobNow } from "../../api/orchestration.ts";
import { Operations } from "../operations/operations.tsx";
import { Link } from "../../router/link.tsx";
import { Name } from "../../text/name.tsx";
import { When } from "../../text/when.tsx";

/** Jobs that were accepted, newest first, and how much of each is in the queue. */
export function JobsTable({ jobs }: { readonly jobs: readonly JobNow[] }) {
  if (jobs.length === 0) return <p className="quiet">No job was accepted yet.</p>;
  return (
    <section aria-label="Jobs that were accepted" className="stack">
      <h2>Accepted</h2>
      <div className="entries-scroll" tabIndex={0} role="region" aria-label="List of jobs">
        <table className="entries">
          <thead>
            <tr>
              <th scope="col">Job</th>
              <th scope="col">Labourer</th>
              <th scope="col">Loaded</th>
              <th scope="col">When</th>
              <th scope="col">Do</th>
            </tr>
          </thead>
          <tbody>
            {jobs.map(({ id, labourer, state, count, loaded, createdAt, first = [] }) => (
              <tr key={id}>
                <th scope="row">
                  <Link href={`/jobs/${encodeURIComponent(id)}`}>
                    <Name>{id}</Name>
                  </Link>
                  {first[0] !== undefined && (
                    <>
                      {" "}
                      <Link href={`/tasks/${first[0]}`} aria-label={`The first task of job ${id}`}>
                        The first task
                      </Link>
                    </>
                  )}
                </th>
                <td>
                  <Link href={`/orchestration/${encodeURIComponent(labourer)}`}>{labourer}</Link>
                </td>
                <td>
                  {loaded.toLocaleString("en")} of {count.toLocaleString("en")}
                  {state === "cancelled" && ", cancelled"}
                </td>
                <td>{createdAt !== undefined && <When ms={createdAt * 1000} />}</td>
                <td>
                  {state !== "cancelled" && (
                    <Operations
                      subject="job"
                      id={id}
                      actions={["pause", "resume", "drain", "cancel"]}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
