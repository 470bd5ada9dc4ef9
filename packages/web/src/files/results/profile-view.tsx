import type { CsvProfile } from "@switchyard/core/pipeline/transforms/csv-conversion.ts";
import { Bars } from "../../plots/bars.tsx";
import { visibleName } from "../../text/name.tsx";

/** Columns that a plot can still tell apart; the table has all. */
const mostPlotted = 60;

/** A CSV's columns: how full they are as a plot, and all that is known of them as a table. */
export function Profile({ profile: { rows, columns } }: { readonly profile: CsvProfile }) {
  const plotted = columns.slice(0, mostPlotted);
  return (
    <div className="preview stack">
      <Bars
        title={`How full each column is, of ${rows.toLocaleString("en")} rows`}
        labels={plotted.map(({ name }) => visibleName(name))}
        stacks={[
          { label: "values", values: plotted.map(({ nulls, missing }) => rows - nulls - missing) },
          { label: "empty", values: plotted.map(({ nulls }) => nulls) },
          { label: "missing", values: plotted.map(({ missing }) => missing) },
        ]}
      />
      <div className="scroll" tabIndex={0} role="region" aria-label="The columns">
        <table className="profile">
          <thead>
            <tr>
              {["Column", "Type", "Empty", "Missing", "Least", "Greatest"].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns.map(({ name, type, nulls, missing, min, max }) => (
              <tr key={name}>
                <th scope="row">
                  <bdi>{visibleName(name)}</bdi>
                </th>
                <td>{type}</td>
                <td>{nulls}</td>
                <td>{missing}</td>
                <td>
                  <bdi>{visibleName(String(min ?? ""))}</bdi>
                </td>
                <td>
                  <bdi>{visibleName(String(max ?? ""))}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
