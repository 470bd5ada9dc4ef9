import { readTask } from "../../api/orchestration.ts";
import { sentenceOf } from "../../api/sentences.ts";
import { Heading } from "../../layout/heading.tsx";
import { usePage } from "../../page-context.ts";
import { useWatched } from "../../polling/use-watched.ts";
import { Link } from "../../router/link.tsx";
import { StoredText } from "../../state/stored-text.tsx";
import { prettyJson } from "../../files/results/text-of.ts";
import { Name } from "../../text/name.tsx";
import { Operations } from "../operations/operations.tsx";
import { actionsFor, meanings } from "./states.ts";
import { Steps } from "./steps.tsx";
import { TaskBadge } from "./task-badge.tsx";
import { TaskFacts } from "./task-facts.tsx";
import { Why } from "./why.tsx";
import "../orchestration.css";

/** One task: where it is, how it came there, and what it is made of. */
export function TaskPage({ id }: { readonly id: string }) {
  const { api } = usePage();
  const { data: task, error } = useWatched(["task", id], () => readTask(api, id));
  return (
    <>
      <div className="page-head">
        {task && (
          <p>
            <Link href={`/orchestration/${encodeURIComponent(task.labourer)}`}>
              {task.labourer}
            </Link>
          </p>
        )}
        <Heading title="Task">
          <Name>{id}</Name>
        </Heading>
        {task && (
          <p className="labourer-head">
            <TaskBadge state={task.state} />
            <span>{meanings[task.state].meaning}</span>
          </p>
        )}
      </div>
      {error && (
        <p role="alert" className="notice bad">
          {sentenceOf(error)}
        </p>
      )}
      {!task && !error && <p className="quiet">Reading…</p>}
      {task?.failure !== undefined && (
        <section className="notice bad" aria-label="Its last failure">
          <Name>{task.failure}</Name>
        </section>
      )}
      {task && (
        <>
          <Operations subject="task" id={id} actions={actionsFor(task.state)} />
          {(task.state === "queued" || task.state === "retrying" || task.state === "held") && (
            <Why id={id} />
          )}
          <div className="task-parts">
            <Steps steps={task.steps} />
            <TaskFacts task={task} />
          </div>
          <section aria-label="Payload" className="stack">
            <h2>Payload</h2>
            <StoredText label="The payload" text={prettyJson(task.payload) ?? task.payload} />
          </section>
        </>
      )}
    </>
  );
}
