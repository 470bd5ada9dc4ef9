import { listJobs } from "../../api/orchestration.ts";
import { sentenceOf } from "../../api/sentences.ts";
import { Heading } from "../../layout/heading.tsx";
import { usePage } from "../../page-context.ts";
import { useWatched } from "../../polling/use-watched.ts";
import { Link } from "../../router/link.tsx";
import { usePlace } from "../../router/router.ts";
import { useMe } from "../../session/me.ts";
import { JobForm } from "./job-form.tsx";
import { JobsTable } from "./jobs-table.tsx";
import "../orchestration.css";

/** Jobs: a new one, and those that were accepted. */
export function JobsPage() {
  const { api } = usePage();
  const { searchParams } = usePlace();
  const { data: me } = useMe();
  const { data, error } = useWatched(["jobs"], () => listJobs(api));
  return (
    <>
      <div className="page-head">
        <p>
          <Link href="/orchestration">Orchestration</Link>
        </p>
        <Heading title="Jobs" />
      </div>
      {me?.scopes.includes("tasks:schedule") && (
        <JobForm labourer={searchParams.get("labourer") ?? ""} />
      )}
      {error && (
        <p role="alert" className="notice bad">
          {sentenceOf(error)}
        </p>
      )}
      {data && <JobsTable jobs={data.jobs} />}
    </>
  );
}
