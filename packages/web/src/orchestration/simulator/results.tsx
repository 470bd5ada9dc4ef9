import type { SimulationResult } from "@switchyard/core/orchestration/simulator.ts";
import { Lines } from "../../plots/lines.tsx";
import { spanText } from "../../text/times.ts";
import { coursesOf, verdictOf, type Course } from "./compared.ts";
import { holdText } from "./holds.ts";

interface Props {
  readonly now: SimulationResult;
  readonly changed: SimulationResult;
}

const plots = [
  { title: "Tasks that wait", of: "waiting", values: "whole" },
  { title: "Start delay, mean", of: "delay", values: "seconds" },
  { title: "Utilisation of the limit", of: "utilisation", values: "percent" },
] as const satisfies readonly { of: keyof Course; [more: string]: string }[];

/** What the limits do to the load, as plots and as numbers beside each other. */
export function Results({ now, changed }: Props) {
  const courses = coursesOf(now, changed);
  return (
    <>
      <p role="status">{verdictOf(now, changed)}</p>
      <div className="labourer-plots">
        {plots.map(({ title, of, values }) => (
          <Lines
            key={of}
            title={title}
            times={courses.times}
            axes={{ times: "since a beginning", values }}
            lines={[
              { label: "changed", values: courses.changed[of] },
              { label: "now", values: courses.now[of] },
            ]}
            told={`At most ${mostOf(courses.changed[of], values)} changed, ${mostOf(courses.now[of], values)} now; the numbers are in the table`}
          />
        ))}
      </div>
      <table className="entries" aria-label="Now and changed">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Now</th>
            <th scope="col">Changed</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([what, of]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>{of(now)}</td>
              <td>{of(changed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const count = (value: number) => value.toLocaleString("en");
const span = (seconds: number) => spanText(seconds * 1000);
const percent = (share: number) => `${Math.round(share * 100)} %`;

const rows: readonly (readonly [string, (result: SimulationResult) => string])[] = [
  ["Tasks completed", ({ completed, tasks }) => `${count(completed)} of ${count(tasks)}`],
  ["Dead", ({ dead }) => count(dead)],
  ["Left when the watch ends", ({ left }) => count(left)],
  ["The last one ends after", ({ lasted }) => span(lasted)],
  ["Start delay, mean", ({ delay }) => span(delay.mean)],
  ["Start delay, of half of them", ({ delay }) => span(delay.p50)],
  ["Start delay, of 95 in 100", ({ delay }) => span(delay.p95)],
  ["Start delay, longest", ({ delay }) => span(delay.max)],
  ["Utilisation", ({ utilisation }) => percent(utilisation)],
  ["What held those that waited", ({ holds }) => holdText(holds)],
];

function mostOf(values: readonly number[], kind: (typeof plots)[number]["values"]) {
  const most = values.reduce((known, value) => Math.max(known, value), 0);
  if (kind === "seconds") return span(most);
  return kind === "percent" ? `${most} %` : count(most);
}
