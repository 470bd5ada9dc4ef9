import { usePage } from "../page-context.ts";
import { bytesText } from "../text/bytes.ts";
import { durationText } from "../text/times.ts";
import { totalsOf } from "./totals.ts";
import { canStart, isOver, type Upload } from "./upload.ts";

/** All files as one: how far, how fast, how long; and what can be done with all of them. */
export function Summary({ uploads }: { readonly uploads: readonly Upload[] }) {
  const { queue } = usePage();
  const { files, stored, open, size, sent, speed, left } = totalsOf(uploads);
  const facts = [
    `${stored} of ${files} sent`,
    `${bytesText(sent)} of ${bytesText(size)}`,
    speed > 0 && `${bytesText(speed)}/s`,
    left !== undefined && `${durationText(left)} left`,
  ];
  const canPause = uploads.some(({ phase }) => phase === "sending" || phase === "waiting");
  return (
    <div className="summary">
      <h2>Files on their way</h2>
      <p className="quiet">{facts.filter(Boolean).join(" · ")}</p>
      <progress aria-label="Sent of all files" max={Math.max(1, size)} value={sent} />
      <div className="actions">
        {canPause && (
          <button type="button" onClick={() => queue.pause()}>
            Pause all
          </button>
        )}
        {uploads.some(canStart) && (
          <button type="button" onClick={() => queue.resume()}>
            Resume all
          </button>
        )}
        {open > 0 && (
          <button type="button" onClick={() => cancelOpen(uploads, (id) => queue.remove(id))}>
            Cancel all
          </button>
        )}
        {uploads.some(isOver) && (
          <button type="button" onClick={() => queue.clear()}>
            Clear the finished
          </button>
        )}
      </div>
      {/* Told at the ends only: a screen reader must not speak at each step. */}
      <p className="heard" role="status">
        {open === 0 ? `${stored} of ${files} files sent.` : `Sending ${open} files.`}
      </p>
    </div>
  );
}

function cancelOpen(uploads: readonly Upload[], cancel: (id: string) => void) {
  for (const upload of uploads) if (!isOver(upload)) cancel(upload.id);
}
