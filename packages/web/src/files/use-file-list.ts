import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FileState, listFiles } from "../api/api.ts";
import { usePage } from "../page-context.ts";
import { nextPoll } from "../polling/interval.ts";
import { useHidden } from "../polling/use-hidden.ts";
import { append, type FileList, headSize, refreshHead } from "./file-list.ts";
import { isGoing } from "./states.ts";

export interface ListFilter {
  readonly state?: FileState;
  /** What keys begin with, below the caller's own prefix. */
  readonly prefix: string;
}

const pageSize = 500;

/** A list of files that keeps itself up to date: by one request for its newest part; the rest is read on demand. */
export function useFileList(filter: ListFilter) {
  const { api } = usePage();
  const queries = useQueryClient();
  const isHidden = useHidden();
  const queryKey = ["files", filter.state ?? "", filter.prefix];
  const known = () => queries.getQueryData<FileList>(queryKey);
  const list = useQuery({
    queryKey,
    queryFn: async () => {
      const limit = headSize(known(), ({ state }) => isGoing(state));
      const head = await listFiles(api, { ...filter, limit });
      return refreshHead(known(), head);
    },
    refetchInterval: ({ state }) =>
      nextPoll({
        isGoing: state.data?.files.some((file) => isGoing(file.state)) ?? false,
        isHidden,
        failures: state.fetchFailureCount,
      }),
    refetchIntervalInBackground: true,
  });
  const more = useMutation({
    mutationFn: async () => {
      const cursor = known()?.cursor;
      if (cursor === undefined) return;
      const page = await listFiles(api, { ...filter, limit: pageSize, cursor });
      queries.setQueryData<FileList>(queryKey, (before) => append(before, page));
    },
  });
  return { list, more };
}
