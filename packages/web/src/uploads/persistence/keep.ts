import type { Upload } from "../upload.ts";
import type { UploadQueue } from "../queue.ts";
import { forgetFile, keepFile, keptFile, keptIds, largestKept } from "./blobs.ts";
import { readKept, writeKept } from "./kept.ts";

/**
 * Keeps what is unfinished over a reload, and takes up what an earlier visit left.
 *
 * One tab at a time does so: it holds a lock of the browser's until it is closed. In another tab uploads work, but
 * end with it.
 */
export function keepUploads(queue: UploadQueue) {
  void navigator.locks.request("switchyard-uploads", async () => {
    await takeUp(queue);
    const copied = new Set(queue.getSnapshot().map(({ id }) => id));
    queue.subscribe(() => save(queue, copied));
    await new Promise(() => {});
  });
}

async function takeUp(queue: UploadQueue) {
  const left = readKept();
  for (const upload of left)
    queue.restore(upload, await keptFile(upload.id).catch(() => undefined));
  const known = new Set(left.map(({ id }) => id));
  const ids = await keptIds().catch(() => []);
  for (const id of ids.filter((one) => !known.has(one)))
    await forgetFile(id).catch(() => undefined);
}

function save(queue: UploadQueue, copied: Set<string>) {
  const open = queue.getSnapshot().filter(isUnfinished);
  writeKept(open);
  const ids = new Set(open.map(({ id }) => id));
  for (const id of copied) if (!ids.has(id)) forget(id, copied);
  for (const upload of open.filter(({ id }) => !copied.has(id))) {
    copied.add(upload.id);
    const file = queue.fileOf(upload.id);
    // Where there is no room, the file is chosen again after a reload.
    if (file && file.size <= largestKept) keepFile(upload.id, file).catch(() => undefined);
  }
}

function forget(id: string, copied: Set<string>) {
  copied.delete(id);
  forgetFile(id).catch(() => undefined);
}

const isUnfinished = ({ phase }: Upload) => phase !== "stored" && phase !== "refused";
