import { answerOf, apiClient, type Good } from "@switchyard/functions/client.ts";
import type { Session } from "../session/session.ts";
import { conditionalFetch } from "./conditional.ts";

/** The API as the page uses it: below its own origin, with the session's token. */
export function createPageApi(session: Session, send: typeof fetch = fetch) {
  const watching: typeof fetch = async (input, init) => {
    const token = new Headers(init?.headers).get("authorization")?.replace(/^Bearer /, "") ?? "";
    const answer = await send(input, init);
    if (answer.status === 401) session.refuse(token);
    return answer;
  };
  return apiClient("/api", { token: () => session.good(), fetch: conditionalFetch(watching) });
}
export type PageApi = ReturnType<typeof createPageApi>;

type FilesPage = Good<Awaited<ReturnType<PageApi["files"]["$get"]>>>;
export type FileSummary = FilesPage["files"][number];
export type FileState = FileSummary["state"];
export type FileHistory = Awaited<ReturnType<typeof readHistory>>;
export type FileLinks = Awaited<ReturnType<typeof readLinks>>;
export type FileLink = FileLinks["results"][number];
export type Me = Awaited<ReturnType<typeof readMe>>;

interface ListAsked {
  readonly state?: FileState;
  readonly prefix?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export const readMe = (api: PageApi) => answerOf(api.me.$get());
export const listFiles = (api: PageApi, { limit = 100, ...asked }: ListAsked) =>
  answerOf(api.files.$get({ query: { ...asked, limit: String(limit) } }));
export const readHistory = (api: PageApi, id: string) =>
  answerOf(api.files[":id"].$get({ param: { id } }));
export const readLinks = (api: PageApi, id: string) =>
  answerOf(api.files[":id"].results.$get({ param: { id } }));
export const replay = (api: PageApi, id: string) =>
  answerOf(api.files[":id"].replay.$post({ param: { id } }));
