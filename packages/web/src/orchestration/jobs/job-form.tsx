import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { type Job, previewJob, scheduleJob } from "../../api/orchestration.ts";
import { sentenceOf } from "../../api/sentences.ts";
import { usePage } from "../../page-context.ts";
import { PreviewOfJob } from "./preview-of-job.tsx";
import { readJob, template } from "./read-job.ts";

/** Writes a job, shows what tasks it would become, and schedules what was shown. */
export function JobForm({ labourer }: { readonly labourer: string }) {
  const { api } = usePage();
  const queries = useQueryClient();
  const [text, setText] = useState(() => template(labourer));
  const [wrong, setWrong] = useState("");
  // Pressed twice, or sent again after a lost answer, it is one job.
  const id = useRef<string>(undefined);
  const preview = useMutation({
    mutationFn: (job: Job) => previewJob(api, job),
    onMutate: () => void (id.current = crypto.randomUUID()),
  });
  const schedule = useMutation({
    mutationFn: (job: Job) => scheduleJob(api, job, id.current ?? crypto.randomUUID()),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["jobs"] }),
  });
  const change = (next: string) => {
    setText(next);
    setWrong("");
    preview.reset();
    schedule.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readJob(text);
    if ("why" in read) return setWrong(read.why);
    return preview.mutate(read.job);
  };
  const problem = preview.error ?? schedule.error;
  const shown = preview.data;
  return (
    <form className="stack" onSubmit={submit} aria-label="A new job">
      <label className="job-text">
        <span>Job, as JSON</span>
        <textarea
          value={text}
          rows={12}
          spellCheck={false}
          aria-invalid={wrong !== ""}
          onChange={({ target }) => change(target.value)}
        />
      </label>
      {(wrong !== "" || problem) && (
        <p role="alert" className="notice bad">
          {wrong || sentenceOf(problem)}
        </p>
      )}
      <div role="status">
        {shown && !schedule.data && <PreviewOfJob preview={shown} />}
        {schedule.data && (
          <p className="notice">
            Accepted: {schedule.data.count.toLocaleString("en")} tasks for {schedule.data.labourer},
            as job <code>{schedule.data.id}</code>.
          </p>
        )}
      </div>
      <div className="buttons">
        <button type="submit" disabled={preview.isPending}>
          Preview
        </button>
        {shown && !schedule.data && (
          <button
            type="button"
            className="primary"
            disabled={shown.count === 0 || schedule.isPending}
            onClick={() => preview.variables && schedule.mutate(preview.variables)}
          >
            {`Schedule ${shown.count.toLocaleString("en")} ${shown.count === 1 ? "task" : "tasks"}`}
          </button>
        )}
      </div>
    </form>
  );
}
