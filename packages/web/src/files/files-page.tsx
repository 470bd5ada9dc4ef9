import { useCallback, useState } from "react";
import { sentenceOf } from "../api/sentences.ts";
import { Heading } from "../layout/heading.tsx";
import { usePlace } from "../router/router.ts";
import { useMe } from "../session/me.ts";
import { FilesTable } from "./files-table.tsx";
import { FilesToolbar } from "./files-toolbar.tsx";
import { ReplayDialog } from "./replay-dialog.tsx";
import { stateOf } from "./states.ts";
import { useFileList } from "./use-file-list.ts";
import "./files.css";

export function FilesPage() {
  const { searchParams } = usePlace();
  const filter = {
    state: stateOf(searchParams.get("state")),
    prefix: searchParams.get("prefix") ?? "",
  };
  const { list, more } = useFileList(filter);
  const { data: me } = useMe();
  const [replaying, setReplaying] = useState<readonly string[]>([]);
  const mayReplay = me?.scopes.includes("files:replay") ?? false;
  const { mutate, isPending, isError } = more;
  const cursor = list.data?.cursor;
  const onEnd = useCallback(() => {
    if (cursor !== undefined && !isPending && !isError) mutate();
  }, [cursor, isPending, isError, mutate]);
  const problem = list.error ?? more.error;
  return (
    <>
      <Heading title="Files" />
      <FilesToolbar {...filter} />
      {problem && (
        <p role="alert" className="notice bad">
          {sentenceOf(problem)}
          {isError && (
            <button type="button" onClick={() => mutate()}>
              Read on
            </button>
          )}
        </p>
      )}
      {list.data && (
        <FilesTable
          key={`${filter.state} ${filter.prefix}`}
          files={list.data.files}
          isComplete={cursor === undefined}
          isFiltered={filter.state !== undefined || filter.prefix !== ""}
          onEnd={onEnd}
          onReplay={mayReplay ? setReplaying : undefined}
        />
      )}
      {list.isPending && <p className="quiet">Reading your files…</p>}
      {replaying.length > 0 && <ReplayDialog ids={replaying} onClose={() => setReplaying([])} />}
    </>
  );
}
