import { useState } from "react";
import { listTasks } from "../../api/orchestration.ts";
import { sentenceOf } from "../../api/sentences.ts";
import { usePage } from "../../page-context.ts";
import { useWatched } from "../../polling/use-watched.ts";
import { go, usePlace, withQuery } from "../../router/router.ts";
import { BulkButton } from "../operations/bulk-button.tsx";
import { meanings, stateOf, states } from "./states.ts";
import { TasksTable } from "./tasks-table.tsx";

/** A labourer's tasks of one state, fifty at a time; the state stands in the address. */
export function TasksList({ labourer }: { readonly labourer: string }) {
  const { api } = usePage();
  const place = usePlace();
  const state = stateOf(place.searchParams.get("state"));
  const [pages, setPages] = useState<{ state: string; cursors: readonly string[] }>();
  const cursors = pages?.state === state ? pages.cursors : [];
  const cursor = cursors.at(-1);
  const { data, error } = useWatched(["tasks", labourer, state, cursor], () =>
    listTasks(api, { labourer, state, cursor }),
  );
  const next = data?.cursor;
  return (
    <section aria-label="Tasks" className="stack">
      <h2>Tasks</h2>
      <label className="pick">
        <span>State</span>
        <select
          value={state}
          onChange={({ target }) => go(withQuery(place, { state: target.value }))}
        >
          {states.map((one) => (
            <option key={one} value={one}>
              {meanings[one].label}
            </option>
          ))}
        </select>
      </label>
      {error && (
        <p role="alert" className="notice bad">
          {sentenceOf(error)}
        </p>
      )}
      {data && <TasksTable tasks={data.tasks} />}
      <BulkButton labourer={labourer} />
      {(cursor !== undefined || next !== undefined) && (
        <div className="buttons">
          <button
            type="button"
            disabled={cursors.length === 0}
            onClick={() => setPages({ state, cursors: cursors.slice(0, -1) })}
          >
            Back
          </button>
          <button
            type="button"
            disabled={next === undefined}
            onClick={() => next !== undefined && setPages({ state, cursors: [...cursors, next] })}
          >
            Further
          </button>
        </div>
      )}
    </section>
  );
}
