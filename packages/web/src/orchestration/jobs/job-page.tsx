import { readJob } from "../../api/orchestration.ts";
import { sentenceOf } from "../../api/sentences.ts";
import { prettyJson } from "../../files/results/text-of.ts";
import { Heading } from "../../layout/heading.tsx";
import { usePage } from "../../page-context.ts";
import { useWatched } from "../../polling/use-watched.ts";
import { Link } from "../../router/link.tsx";
import { StoredText } from "../../state/stored-text.tsx";
import { Name } from "../../text/name.tsx";
import { Operations } from "../operations/operations.tsx";
import { jobActions, jobStates } from "./job-states.ts";
import { JobFacts } from "./job-facts.tsx";
import { JobOperations } from "./job-operations.tsx";
import "../orchestration.css";

/** One job: how far it is, its first tasks, and what people did to it. */
export function JobPage({ id }: { readonly id: string }) {
  const { api } = usePage();
  const { data: job, error } = useWatched(["job", id], () => readJob(api, id));
  return (
    <>
      <div className="page-head">
        <p>
          <Link href="/jobs">Jobs</Link>
        </p>
        <Heading title="Job">
          <Name>{id}</Name>
        </Heading>
        {job && <p>{jobStates[job.held ?? job.state]}</p>}
      </div>
      {error && (
        <p role="alert" className="notice bad">
          {sentenceOf(error)}
        </p>
      )}
      {!job && !error && <p className="quiet">Reading…</p>}
      {job && (
        <>
          <Operations subject="job" id={id} actions={jobActions(job)} />
          <div className="task-parts">
            <JobFacts job={job} />
            <JobOperations operations={job.operations} />
          </div>
          {job.request !== undefined && (
            <section aria-label="As it was asked for">
              <h2>As it was asked for</h2>
              <StoredText label="The job" text={prettyJson(job.request) ?? job.request} />
            </section>
          )}
        </>
      )}
    </>
  );
}
