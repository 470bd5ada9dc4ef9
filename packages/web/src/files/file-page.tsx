import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readHistory } from "../api/api.ts";
import { sentenceOf } from "../api/sentences.ts";
import { Heading } from "../layout/heading.tsx";
import { usePage } from "../page-context.ts";
import { nextPoll } from "../polling/interval.ts";
import { useHidden } from "../polling/use-hidden.ts";
import { Link } from "../router/link.tsx";
import { useMe } from "../session/me.ts";
import { Name } from "../text/name.tsx";
import { nameOf } from "./columns.tsx";
import { Facts } from "./facts.tsx";
import { ReplayDialog } from "./replay-dialog.tsx";
import { Results } from "./results/results.tsx";
import { isGoing, meanings } from "./states.ts";
import { StateBadge } from "./state-badge.tsx";
import { Timeline } from "./timeline.tsx";
import "./files.css";
import "./file.css";

/** One file: where it is, how it came there, and what came of it. */
export function FilePage({ id }: { readonly id: string }) {
  const { api } = usePage();
  const isHidden = useHidden();
  const [isReplaying, setReplaying] = useState(false);
  const { data: me } = useMe();
  const { data: file, error } = useQuery({
    queryKey: ["files", "one", id],
    queryFn: () => readHistory(api, id),
    refetchInterval: ({ state }) =>
      nextPoll({
        isGoing: state.data !== undefined && isGoing(state.data.state),
        isHidden,
        failures: state.fetchFailureCount,
      }),
    refetchIntervalInBackground: true,
  });
  const problem = error && (
    <p role="alert" className="notice bad">
      {sentenceOf(error)}
    </p>
  );
  if (!file) {
    return (
      <>
        <Heading title="File" />
        {problem ?? <p className="quiet">Reading…</p>}
      </>
    );
  }
  const mayReplay = me?.scopes.includes("files:replay") ?? false;
  const canReplay = file.state === "failed" || isGoing(file.state);
  return (
    <>
      <div className="file-head">
        <p>
          <Link href="/files">Files</Link>
        </p>
        <Heading title="File">
          <Name>{nameOf(file.key)}</Name>
        </Heading>
        <p className="file-state">
          <StateBadge state={file.state} />
          <span>{meanings[file.state].meaning}</span>
          {mayReplay && canReplay && (
            <button type="button" onClick={() => setReplaying(true)}>
              Replay…
            </button>
          )}
        </p>
      </div>
      {problem}
      {file.error && (
        <section className="notice bad" aria-label="Why it failed">
          <p>{file.error.message}</p>
          <p>
            <code>{file.error.code}</code> after {file.attempts}{" "}
            {file.attempts === 1 ? "attempt" : "attempts"}
          </p>
        </section>
      )}
      <div className="file-parts">
        <Timeline steps={file.steps} />
        <Facts file={file} />
      </div>
      <Results file={file} />
      {isReplaying && <ReplayDialog ids={[id]} onClose={() => setReplaying(false)} />}
    </>
  );
}
