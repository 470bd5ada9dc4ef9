import { sentenceOf } from "../../api/sentences.ts";
import { Heading } from "../../layout/heading.tsx";
import { Link } from "../../router/link.tsx";
import { Health } from "../health/health.tsx";
import { HealthStrip } from "../health/strip.tsx";
import { useLabourers } from "../use-labourers.ts";
import { Counts } from "./counts.tsx";
import { Marks } from "./marks.tsx";
import { Plots } from "./plots.tsx";
import "../orchestration.css";

/** Every labourer at a glance. */
export function LabourersPage() {
  const { data, error, isPending, samples } = useLabourers();
  return (
    <>
      <Heading title="Orchestration" />
      <p>
        <Link href="/jobs">Jobs: schedule one, or see those that were accepted</Link>
      </p>
      {error && (
        <p role="alert" className="notice bad">
          {sentenceOf(error)}
        </p>
      )}
      {isPending && !error && <p className="quiet">Reading…</p>}
      {data?.labourers.length === 0 && <p>No labourer is registered in this stage.</p>}
      {data?.labourers.map((labourer) => (
        <section key={labourer.id} className="labourer" aria-label={labourer.id}>
          <div className="labourer-head">
            <h2>
              <Link href={`/orchestration/${encodeURIComponent(labourer.id)}`}>{labourer.id}</Link>
            </h2>
            <Health health={labourer.health} />
          </div>
          <Marks {...labourer} />
          <Counts labourer={labourer} />
          <Plots samples={samples.get(labourer.id) ?? []} />
          <HealthStrip minutes={labourer.healthMinutes} />
        </section>
      ))}
    </>
  );
}
