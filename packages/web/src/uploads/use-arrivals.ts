import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { type FileSummary, listFiles } from "../api/api.ts";
import { isGoing } from "../files/states.ts";
import { usePage } from "../page-context.ts";
import { nextPoll } from "../polling/interval.ts";
import { useHidden } from "../polling/use-hidden.ts";
import type { Upload } from "./upload.ts";

/** Follows what the pipeline makes of the files that were sent: by one request for all of them. */
export function useArrivals() {
  const { api, queue } = usePage();
  const uploads = useSyncExternalStore(queue.subscribe, queue.getSnapshot);
  const isHidden = useHidden();
  const awaited = uploads.filter(isAwaited);
  const limit = Math.min(1000, 50 * Math.ceil((awaited.length + 1) / 50));
  const { data } = useQuery({
    queryKey: ["arrivals", limit],
    queryFn: () => listFiles(api, { limit }),
    enabled: awaited.length > 0,
    refetchInterval: ({ state }) =>
      nextPoll({ isGoing: true, isHidden, failures: state.fetchFailureCount }),
    refetchIntervalInBackground: true,
  });
  useEffect(() => {
    if (!data) return;
    for (const upload of awaited) {
      const file = findFile(upload, data.files);
      if (file) queue.note(upload.id, { id: file.id, state: file.state, why: file.error?.message });
    }
  }, [data, awaited, queue]);
}

const isAwaited = ({ phase, file }: Upload) =>
  phase === "stored" && (file === undefined || isGoing(file.state));

/** The ledger's record of an upload: by the id that it was announced with; or, with own keys, by its unique key. */
function findFile({ key, correlationId }: Upload, files: readonly FileSummary[]) {
  return files.find((file) =>
    correlationId === undefined
      ? file.key === key
      : file.key === key && file.correlation === correlationId,
  );
}
