import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { nextPoll } from "./interval.ts";
import { useHidden } from "./use-hidden.ts";

/** ms: what changed so lately is likely to change again. */
const lively = 20_000;

/** Reads something again and again: soon while it changes, seldom otherwise. */
export function useWatched<T>(queryKey: readonly unknown[], read: () => Promise<T>) {
  const isHidden = useHidden();
  const change = useRef<{ readonly seen?: T; readonly at: number }>({ at: 0 });
  return useQuery({
    queryKey,
    queryFn: read,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data, fetchFailureCount: failures } }) => {
      const { seen } = change.current;
      // An answer that is equal is the same object still.
      if (data !== seen) change.current = { seen: data, at: seen === undefined ? 0 : Date.now() };
      return nextPoll({ isGoing: Date.now() - change.current.at < lively, isHidden, failures });
    },
    refetchIntervalInBackground: true,
  });
}
