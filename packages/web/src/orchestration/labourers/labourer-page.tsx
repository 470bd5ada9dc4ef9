import { sentenceOf } from "../../api/sentences.ts";
import { Heading } from "../../layout/heading.tsx";
import { Link } from "../../router/link.tsx";
import { Health } from "../health/health.tsx";
import { MinutesTable } from "../health/minutes-table.tsx";
import { HealthStrip } from "../health/strip.tsx";
import { Operations } from "../operations/operations.tsx";
import { TryLimits } from "../simulator/try-limits.tsx";
import { TasksList } from "../tasks/tasks-list.tsx";
import { useLabourers } from "../use-labourers.ts";
import { Counts } from "./counts.tsx";
import { Limits } from "./limits.tsx";
import { Marks } from "./marks.tsx";
import { Plots } from "./plots.tsx";
import "../orchestration.css";

/** One labourer: what it does, what it may, and its tasks. */
export function LabourerPage({ id }: { readonly id: string }) {
  const { data, error, samples } = useLabourers();
  const labourer = data?.labourers.find((one) => one.id === id);
  return (
    <>
      <div className="page-head">
        <p>
          <Link href="/orchestration">Orchestration</Link>
        </p>
        <Heading title={id} />
        {labourer && <Health health={labourer.health} />}
      </div>
      {error && (
        <p role="alert" className="notice bad">
          {sentenceOf(error)}
        </p>
      )}
      {!data && !error && <p className="quiet">Reading…</p>}
      {data && !labourer && <p>No labourer of this name is registered in this stage.</p>}
      {labourer && (
        <>
          <Marks {...labourer} />
          <Operations
            subject="labourer"
            id={id}
            actions={[
              ...(labourer.paused ? [] : ["pause"]),
              ...(labourer.draining ? [] : ["drain"]),
              ...(labourer.paused || labourer.draining ? ["resume"] : []),
            ]}
          />
          <Counts labourer={labourer} />
          <Plots samples={samples.get(id) ?? []} />
          <section aria-label="Health" className="health-minutes">
            <HealthStrip minutes={labourer.healthMinutes} />
            <MinutesTable minutes={labourer.healthMinutes} />
            {labourer.health && labourer.health.metric === undefined && (
              <p className="quiet">No health metric is configured: it counts as High.</p>
            )}
          </section>
          <Limits labourer={labourer} />
          <TryLimits labourer={labourer} />
          <p>
            <Link href={`/jobs?labourer=${encodeURIComponent(id)}`}>Schedule a job for it</Link>
          </p>
          <TasksList labourer={id} />
        </>
      )}
    </>
  );
}
