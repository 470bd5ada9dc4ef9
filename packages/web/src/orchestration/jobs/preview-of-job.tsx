import type { JobPreview } from "../../api/orchestration.ts";
import { shownText } from "../../text/shown-text.ts";

/** How many tasks a job would become, and the first of them. */
export function PreviewOfJob({ preview }: { readonly preview: JobPreview }) {
  const { count, first, labourer } = preview;
  return (
    <div className="stack">
      <p>
        {count === 1 ? "1 task" : `${count.toLocaleString("en")} tasks`} for {labourer}
        {count > first.length && `; the first ${first.length}:`}
      </p>
      <ol className="payloads">
        {first.map((payload, at) => (
          <li key={`${at} ${payload}`}>
            <code>{shownText(payload)}</code>
          </li>
        ))}
      </ol>
    </div>
  );
}
