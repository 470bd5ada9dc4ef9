import { useQueryClient } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import { sentenceOf } from "../api/sentences.ts";
import { Heading } from "../layout/heading.tsx";
import { usePage } from "../page-context.ts";
import { meQuery, useMe } from "../session/me.ts";
import type { Chosen } from "./collect.ts";
import { DropZone } from "./drop-zone.tsx";
import { Summary } from "./summary.tsx";
import { UploadList } from "./upload-list.tsx";
import { useArrivals } from "./use-arrivals.ts";
import { type How, Ways } from "./ways.tsx";
import "./uploads.css";

export function UploadPage() {
  const parts = usePage();
  const { queue } = parts;
  const queries = useQueryClient();
  const [how, setHow] = useState<How>({ way: "parts", overwrite: true });
  const [problem, setProblem] = useState("");
  const uploads = useSyncExternalStore(queue.subscribe, queue.getSnapshot);
  useMe();
  useArrivals();
  const add = (files: readonly Chosen[]) => {
    setProblem("");
    // What may be sent is only known with the caller's limits.
    queries.fetchQuery(meQuery(parts)).then(
      (me) => queue.add(files, how, me),
      (error: unknown) => setProblem(`${sentenceOf(error)} Then choose the files again.`),
    );
  };
  return (
    <>
      <Heading title="Upload" />
      <div className="send">
        <DropZone onFiles={add} />
        <Ways how={how} onChange={setHow} />
      </div>
      {problem && (
        <p role="alert" className="notice bad">
          {problem}
        </p>
      )}
      {uploads.length > 0 && (
        <section aria-label="Files on their way">
          <Summary uploads={uploads} />
          <UploadList uploads={uploads.toReversed()} />
        </section>
      )}
    </>
  );
}
