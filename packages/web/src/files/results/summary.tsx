import { Bars } from "../../plots/bars.tsx";
import { visibleName } from "../../text/name.tsx";
import { readSummary } from "./read-summary.ts";

/** The few facts a transform found: counts that belong together as a plot, the others as text. */
export function Summary({ summary }: { readonly summary: Readonly<Record<string, unknown>> }) {
  const { facts, groups } = readSummary(summary);
  return (
    <div className="stack">
      <dl className="summary-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{visibleName(value)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {groups.map(({ name, counts }) => (
        <Bars
          key={name}
          title={name}
          labels={counts.map(([label]) => visibleName(label))}
          stacks={[{ label: "count", values: counts.map(([, count]) => count) }]}
        />
      ))}
    </div>
  );
}
