import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { type BulkAction, bulkOperate } from "../../api/operate.ts";
import { sentenceOf } from "../../api/sentences.ts";
import { usePage } from "../../page-context.ts";
import { countText } from "../counts-text.ts";

interface Props {
  readonly labourer: string;
  readonly onClose: () => void;
}

const labels: Readonly<Record<BulkAction, string>> = {
  redrive: "Send dead tasks on their way again",
  retry: "Retry those that wait for it now",
  cancel: "Cancel those that wait or run",
};

/** Many tasks at once: what would be done is counted first, then done when that is confirmed. */
export function BulkDialog({ labourer, onClose }: Props) {
  const { api } = usePage();
  const queries = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const [asked, setAsked] = useState({ action: "redrive" as BulkAction, error: "", reason: "" });
  useEffect(() => dialog.current?.showModal(), []);
  const preview = useMutation({
    mutationFn: () => bulkOperate(api, { ...asked, labourer, preview: true }),
  });
  const doing = useMutation({
    mutationFn: () => bulkOperate(api, { ...asked, labourer, preview: false }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["labourers"] });
      await queries.invalidateQueries({ queryKey: ["tasks"] });
    },
  });
  const change = (next: Partial<typeof asked>) => {
    setAsked({ ...asked, ...next });
    preview.reset();
    doing.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (preview.data) doing.mutate();
    else preview.mutate();
  };
  const problem = preview.error ?? doing.error;
  const failed = doing.data?.failed?.length ?? 0;
  return (
    <dialog ref={dialog} aria-labelledby="bulk" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="bulk">Many tasks of {labourer}</h2>
        <label>
          What
          <select
            value={asked.action}
            onChange={({ target }) => change({ action: target.value as BulkAction })}
          >
            {Object.entries(labels).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          Whose last failure says
          <input
            type="text"
            value={asked.error}
            maxLength={200}
            placeholder="any"
            onChange={({ target }) => change({ error: target.value })}
          />
        </label>
        <label>
          Why
          <input
            type="text"
            required
            maxLength={500}
            value={asked.reason}
            onChange={({ target }) => change({ reason: target.value })}
          />
        </label>
        {problem && (
          <p role="alert" className="notice bad">
            {sentenceOf(problem)}
          </p>
        )}
        <p role="status">
          {preview.data && !doing.data && `${countText(preview.data)} tasks would be changed.`}
          {doing.data &&
            `${doing.data.count.toLocaleString("en")} tasks were changed${failed > 0 ? `; ${failed} could not be` : ""}.${doing.data.isMore ? " There was no time for all: do it again." : ""}`}
        </p>
        <div className="buttons">
          {!doing.data && (
            <button
              type="submit"
              className="primary"
              disabled={preview.isPending || doing.isPending || preview.data?.count === 0}
            >
              {preview.data ? `Change ${countText(preview.data)}` : "Preview"}
            </button>
          )}
          <button type="button" onClick={() => dialog.current?.close()}>
            {doing.data ? "Close" : "Leave it"}
          </button>
        </div>
      </form>
    </dialog>
  );
}
