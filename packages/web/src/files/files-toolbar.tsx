import { useEffect, useState } from "react";
import { go, usePlace, withQuery } from "../router/router.ts";
import { meanings, states } from "./states.ts";
import type { ListFilter } from "./use-file-list.ts";

/** ms without a key before the list is asked for. */
const typingMs = 300;

/** Which files to see. What is chosen stands in the address, so that it can be kept and sent on. */
export function FilesToolbar({ state, prefix }: ListFilter) {
  const place = usePlace();
  const [text, setText] = useState(prefix);
  useEffect(() => setText(prefix), [prefix]);
  useEffect(() => {
    if (text === prefix) return undefined;
    const timer = setTimeout(
      () => go(withQuery(place, { prefix: text }), { replace: true }),
      typingMs,
    );
    return () => clearTimeout(timer);
  }, [text, prefix, place]);
  return (
    <search className="toolbar">
      <label>
        <span>State</span>
        <select
          value={state ?? ""}
          onChange={({ target }) => go(withQuery(place, { state: target.value }))}
        >
          <option value="">All</option>
          {states.map((one) => (
            <option key={one} value={one}>
              {meanings[one].label}
            </option>
          ))}
        </select>
      </label>
      <label className="grow">
        <span>Name begins with</span>
        <input
          type="search"
          value={text}
          placeholder="reports/may"
          spellCheck={false}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
    </search>
  );
}
