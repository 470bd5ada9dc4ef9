import { StateBadge } from "../files/state-badge.tsx";
import { usePage } from "../page-context.ts";
import { useOnline } from "../polling/use-online.ts";
import { Link } from "../router/link.tsx";
import { bytesText } from "../text/bytes.ts";
import { Name, visibleName } from "../text/name.tsx";
import { durationText } from "../text/times.ts";
import { timeLeft } from "./speed.ts";
import { canStart, isOver, type Upload } from "./upload.ts";

/** One file on its way, and what can be done with it. */
export function UploadRow({ upload }: { readonly upload: Upload }) {
  const { name, size, sent, phase, reason, file } = upload;
  return (
    <div className={`upload ${phase}`}>
      <div className="upload-name">
        {file ? (
          <Link href={`/files/${encodeURIComponent(file.id)}`}>
            <Name>{name}</Name>
          </Link>
        ) : (
          <Name>{name}</Name>
        )}
        <span className="quiet">{bytesText(size)}</span>
      </div>
      <div className="upload-state">
        {file ? <StateBadge state={file.state} /> : <PhaseBadge upload={upload} />}
        <span className="quiet">{detailOf(upload)}</span>
      </div>
      <Actions upload={upload} />
      {!isOver(upload) && (
        <progress
          aria-label={`Sent of ${visibleName(name)}`}
          max={Math.max(1, size)}
          value={sent}
        />
      )}
      {reason && <p className="reason">{reason}</p>}
      {file?.why && <p className="reason bad">{visibleName(file.why)}</p>}
    </div>
  );
}

const phases: Readonly<Record<Upload["phase"], { label: string; tone: string }>> = {
  refused: { label: "Refused", tone: "bad" },
  waiting: { label: "Waiting", tone: "off" },
  sending: { label: "Sending", tone: "going" },
  paused: { label: "Paused", tone: "off" },
  offline: { label: "Waiting for the connection", tone: "off" },
  failed: { label: "Failed", tone: "bad" },
  missing: { label: "Unfinished", tone: "off" },
  stored: { label: "Sent", tone: "going" },
};

function PhaseBadge({ upload }: { readonly upload: Upload }) {
  const isOnline = useOnline();
  // Between two parts Uppy waits for the network without a word.
  const isWaiting = upload.phase === "sending" && !isOnline;
  const { label, tone } = phases[isWaiting ? "offline" : upload.phase];
  return <span className={`badge ${tone}`}>{label}</span>;
}

function detailOf({ phase, size, sent, speed }: Upload): string {
  if (phase === "missing") return "Choose this file again to go on.";
  if (phase === "stored" || phase === "refused") return "";
  const percent = size > 0 ? `${Math.floor((sent / size) * 100)} %` : "";
  const left = timeLeft(size - sent, speed);
  if (phase !== "sending" || speed === undefined) return percent;
  return [percent, `${bytesText(speed)}/s`, left !== undefined && `${durationText(left)} left`]
    .filter(Boolean)
    .join(" · ");
}

function Actions({ upload }: { readonly upload: Upload }) {
  const { queue } = usePage();
  const { id, phase } = upload;
  const name = visibleName(upload.name);
  const isActive = phase === "sending" || phase === "waiting";
  return (
    <div className="actions">
      {isActive && (
        <button type="button" aria-label={`Pause ${name}`} onClick={() => queue.pause(id)}>
          Pause
        </button>
      )}
      {canStart(upload) && (
        <button
          type="button"
          aria-label={`${phase === "paused" ? "Resume" : "Retry"} ${name}`}
          onClick={() => queue.resume(id)}
        >
          {phase === "paused" ? "Resume" : "Retry"}
        </button>
      )}
      <button
        type="button"
        className="plain"
        aria-label={`${isOver(upload) ? "Remove from this list" : "Cancel"}: ${name}`}
        onClick={() => queue.remove(id)}
      >
        {isOver(upload) ? "Remove" : "Cancel"}
      </button>
    </div>
  );
}
