import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { replayFiles } from "../api/replay.ts";
import { sentenceOf } from "../api/sentences.ts";
import { usePage } from "../page-context.ts";
import { replayText } from "./replay-text.ts";

interface Props {
  readonly ids: readonly string[];
  readonly onClose: () => void;
}

/** Shows what a replay would do, by asking the server; does it when that is confirmed. */
export function ReplayDialog({ ids, onClose }: Props) {
  const { api } = usePage();
  const queries = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const preview = useQuery({
    queryKey: ["replay-preview", ids],
    queryFn: () => replayFiles(api, ids, { preview: true }),
    gcTime: 0,
    staleTime: Infinity,
  });
  const replay = useMutation({
    mutationFn: () => replayFiles(api, ids, { preview: false }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["files"] }),
  });
  const told = replay.data ?? preview.data;
  const problem = preview.error ?? replay.error;
  const count = preview.data?.filter(({ announced }) => announced).length ?? 0;
  return (
    <dialog ref={dialog} aria-labelledby="replay" onClose={onClose}>
      <div className="stack">
        <h2 id="replay">{replay.data ? "Replayed" : "Replay files"}</h2>
        {problem && (
          <p role="alert" className="notice bad">
            {sentenceOf(problem)}
          </p>
        )}
        <div role="status">
          {preview.isPending && <p className="quiet">Looking at {ids.length} files…</p>}
          {told && (
            <ul className="plain-list">
              {replayText(told, replay.data !== undefined).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
        </div>
        <div className="buttons">
          {!replay.data && (
            <button
              type="button"
              className="primary"
              disabled={count === 0 || replay.isPending}
              onClick={() => replay.mutate()}
            >
              {`Replay ${count} ${count === 1 ? "file" : "files"}`}
            </button>
          )}
          <button type="button" onClick={() => dialog.current?.close()}>
            {replay.data ? "Close" : "Cancel"}
          </button>
        </div>
      </div>
    </dialog>
  );
}
