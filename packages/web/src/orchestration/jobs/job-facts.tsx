import type { ReactNode } from "react";
import type { JobHistory } from "../../api/orchestration.ts";
import { Link } from "../../router/link.tsx";
import { Name } from "../../text/name.tsx";
import { When } from "../../text/when.tsx";

/** What is known of a job, and its first tasks. */
export function JobFacts({ job }: { readonly job: JobHistory }) {
  const { labourer, count, loaded, leftOut = 0, createdAt, correlation, first = [] } = job;
  return (
    <section aria-label="Facts">
      <h2>Facts</h2>
      <dl className="facts">
        <Fact name="Labourer">
          <Link href={`/orchestration/${encodeURIComponent(labourer)}`}>{labourer}</Link>
        </Fact>
        <Fact name="Loaded">
          {loaded.toLocaleString("en")} of {count.toLocaleString("en")} tasks
        </Fact>
        {leftOut > 0 && (
          <Fact name="Left out">{leftOut.toLocaleString("en")}, whose keys others have</Fact>
        )}
        {createdAt !== undefined && (
          <Fact name="Accepted">
            <When ms={createdAt * 1000} />
          </Fact>
        )}
        {correlation !== undefined && (
          <Fact name="Correlation">
            <Name>{correlation}</Name>
          </Fact>
        )}
        {first.length > 0 && (
          <Fact name="First tasks">
            <ul>
              {first.map((id) => (
                <li key={id}>
                  <Link href={`/tasks/${encodeURIComponent(id)}`}>{id}</Link>
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </dl>
    </section>
  );
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

function Fact({ name, children }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
