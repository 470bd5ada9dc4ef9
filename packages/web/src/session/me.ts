import { queryOptions, useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { readMe } from "../api/api.ts";
import { type PageParts, usePage } from "../page-context.ts";

/** Whom the token speaks for: asked once for each token. */
export const meQuery = ({ api, session }: PageParts) => {
  const { token } = session.getState();
  return queryOptions({ queryKey: ["me", token], queryFn: () => readMe(api), staleTime: Infinity });
};

export function useMe() {
  const parts = usePage();
  const { token } = useSyncExternalStore(parts.session.subscribe, parts.session.getState);
  return useQuery({ ...meQuery(parts), enabled: token !== "" });
}
