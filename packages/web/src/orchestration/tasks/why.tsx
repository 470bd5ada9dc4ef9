import { explainTask } from "../../api/orchestration.ts";
import { sentenceOf } from "../../api/sentences.ts";
import { usePage } from "../../page-context.ts";
import { useWatched } from "../../polling/use-watched.ts";
import { Name } from "../../text/name.tsx";

/** The one reason that a task isn't running, as the orchestrator's own plan has it. */
export function Why({ id }: { readonly id: string }) {
  const { api } = usePage();
  const { data, error } = useWatched(["task", id, "why"], () => explainTask(api, id));
  return (
    <section className="notice" aria-label="Why it isn't running">
      <h2>Why it isn't running</h2>
      {error && <p role="alert">{sentenceOf(error)}</p>}
      {!data && !error && <p className="quiet">Asking…</p>}
      {data && (
        <p>
          <Name>{data.detail}</Name>
        </p>
      )}
    </section>
  );
}
