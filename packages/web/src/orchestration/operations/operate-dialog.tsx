import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef } from "react";
import { operate } from "../../api/operate.ts";
import { sentenceOf } from "../../api/sentences.ts";
import { usePage } from "../../page-context.ts";
import { Name } from "../../text/name.tsx";
import type { actionsOf, Subject } from "./actions.ts";

interface Props {
  readonly subject: Subject;
  readonly id: string;
  readonly action: (typeof actionsOf)[Subject][number];
  readonly onClose: () => void;
}

/** Says what is going to be done, asks why, and does it when that is confirmed. */
export function OperateDialog({ subject, id, action, onClose }: Props) {
  const { api } = usePage();
  const queries = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const doing = useMutation({
    mutationFn: (reason: string) => operate(api, { subject, id, action: action.name, reason }),
    onSuccess: async ({ isUnfinished }) => {
      await Promise.all(
        ["labourers", "tasks", "task", "jobs", "job"].map((first) =>
          queries.invalidateQueries({ queryKey: [first] }),
        ),
      );
      if (!isUnfinished) dialog.current?.close();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = new FormData(event.currentTarget).get("reason");
    doing.mutate(typeof reason === "string" ? reason : "");
  };
  return (
    <dialog ref={dialog} aria-labelledby="operate" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="operate">
          {action.label} {subject} <Name>{id}</Name>
        </h2>
        <p>{action.meaning}</p>
        {doing.error && (
          <p role="alert" className="notice bad">
            {sentenceOf(doing.error)}
          </p>
        )}
        {doing.data?.isUnfinished && (
          <p role="status">There was no time for all of its tasks: do it again.</p>
        )}
        <label>
          Why
          <input name="reason" type="text" required maxLength={500} autoComplete="off" />
        </label>
        <div className="buttons">
          <button type="submit" className="primary" disabled={doing.isPending}>
            {action.label}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Leave it
          </button>
        </div>
      </form>
    </dialog>
  );
}
