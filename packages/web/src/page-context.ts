import { createContext, useContext } from "react";
import type { PageApi } from "./api/api.ts";
import type { Session } from "./session/session.ts";
import type { UploadQueue } from "./uploads/queue.ts";

/** What every part of the page works with. */
export interface PageParts {
  readonly session: Session;
  readonly api: PageApi;
  readonly queue: UploadQueue;
}

export const PageContext = createContext<PageParts | undefined>(undefined);

export function usePage(): PageParts {
  const parts = useContext(PageContext);
  if (!parts) throw new TypeError("There is no page around this part.");
  return parts;
}
