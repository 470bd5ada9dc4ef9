import type { MapNow } from "../api/state.ts";
import { Name } from "../text/name.tsx";
import { shownText } from "../text/shown-text.ts";

/** A map's entries. Keys and values are anybody's: they are shown as text alone. */
export function Entries({ entries }: Pick<MapNow, "entries">) {
  return (
    <div className="entries-scroll" tabIndex={0} role="region" aria-label="Entries">
      <table className="entries">
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ key, kind, value }) => (
            <tr key={`${kind} ${key}`}>
              <th scope="row">
                <Name>{key}</Name>
              </th>
              <td>
                <bdi>{shownText(value)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
