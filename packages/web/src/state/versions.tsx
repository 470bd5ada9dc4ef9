import type { ObjectNow } from "../api/state.ts";
import { bytesText } from "../text/bytes.ts";
import { When } from "../text/when.tsx";

interface Props {
  readonly versions: ObjectNow["versions"];
  readonly shown: string | undefined;
  /** Undefined follows the newest one. */
  readonly onChoose: (version: string | undefined) => void;
}

/** An object's versions, to look at each. */
export function Versions({ versions, shown, onChoose }: Props) {
  return (
    <ul className="versions" aria-label="Versions">
      {versions.map(({ versionId, isLatest, isDeleted, lastModified, bytes }) => (
        <li key={versionId}>
          <span>
            {lastModified !== undefined && <When ms={Date.parse(lastModified)} />}{" "}
            <span className="quiet">
              {isDeleted ? "deleted" : bytes !== undefined && bytesText(bytes)}
              {isLatest && " · the newest"}
            </span>
          </span>
          {!isDeleted && (
            <button
              type="button"
              aria-pressed={versionId === shown}
              aria-label={`Look at the version of ${lastModified ?? "an unknown time"}`}
              onClick={() => onChoose(isLatest ? undefined : versionId)}
            >
              Look
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
