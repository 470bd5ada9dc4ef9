import { answerOf, type Good } from "@switchyard/functions/client.ts";
import type { PageApi } from "./api.ts";

type Answer = Good<Awaited<ReturnType<PageApi["files"]["replay"]["$post"]>>>;
export type ReplayedFile = Answer["files"][number];

/** What one request takes. */
const most = 100;

/** Replays files, or tells with `preview` what would be done: any number, a hundred at a time. */
export async function replayFiles(
  api: PageApi,
  ids: readonly string[],
  { preview }: { preview: boolean },
): Promise<ReplayedFile[]> {
  const replayed: ReplayedFile[] = [];
  for (let first = 0; first < ids.length; first += most) {
    const json = { ids: ids.slice(first, first + most), preview };
    const { files } = await answerOf(api.files.replay.$post({ json }));
    replayed.push(...files);
  }
  return replayed;
}
