import type { LabourerNow } from "../../api/orchestration.ts";
import { Name } from "../../text/name.tsx";
import { durationText } from "../../text/times.ts";

/** What a labourer may do, and which values of its key have tasks now. */
export function Limits({ labourer }: { readonly labourer: LabourerNow }) {
  const { limit, keyLimit, rate, duration, cooldown, maxAttempts, keys } = labourer;
  const seconds = (value: number) => durationText(value * 1000);
  const facts: (readonly [string, string | number | undefined])[] = [
    ["Function", labourer.function],
    ["At once", limit],
    ["At once for each key", keyLimit],
    [
      "Starts",
      rate && `${rate.limit} in ${seconds(rate.period)}${rate.perKey ? " for each key" : ""}`,
    ],
    ["A task may take", `${seconds(duration)}, and ${seconds(cooldown)} to cool down`],
    ["Attempts", maxAttempts],
  ];
  return (
    <section aria-label="Limits">
      <h2>Limits</h2>
      <dl className="facts">
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {keys.length > 0 && (
        <table className="entries" aria-label="Keys in use">
          <thead>
            <tr>
              <th scope="col">Key in use</th>
              <th scope="col">Running</th>
              <th scope="col">Waiting</th>
            </tr>
          </thead>
          <tbody>
            {keys.map(({ key, running, waiting = 0 }) => (
              <tr key={key}>
                <th scope="row">
                  <Name>{key}</Name>
                </th>
                <td>{keyLimit === undefined ? running : `${running} of ${keyLimit}`}</td>
                <td>{waiting.toLocaleString("en")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
