import { answerOf } from "@switchyard/functions/client.ts";
import type { PageApi } from "../api/api.ts";
import { createLender } from "./lender.ts";
import { prepare } from "./prepare.ts";
import { UploadQueue } from "./queue.ts";
import { startTransfer } from "./transfer.ts";
import type { Upload } from "./upload.ts";

/** The page's queue: files go by Uppy, announced to the API. */
export function createUploadQueue(api: PageApi): UploadQueue {
  const lender = createLender(api);
  return new UploadQueue({
    async start(upload, file, events) {
      const prepared = await prepare(upload, api, lender);
      const { key, correlationId, own, partSize } = prepared;
      events.prepared({ key, correlationId, session: own?.session, partSize });
      const { id, multipart } = upload;
      return startTransfer({ id, file, prepared, multipart }, events, api);
    },
    isStored: (key) => isStored(api, key),
    abandon: (upload) => abandon(api, upload),
    newId: () => crypto.randomUUID(),
    now: () => performance.now(),
    later: (work, ms) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  });
}

/** The ledger learns of a file about a second after S3 has it. */
const looks = 8;

async function isStored(api: PageApi, key: string): Promise<boolean> {
  for (let look = 0; look < looks; look++) {
    const { outcome } = await answerOf(api.uploads.outcome.$post({ json: { key } }));
    if (outcome !== "pending") return outcome === "stored";
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return false;
}

async function abandon(api: PageApi, { multipart, way }: Upload) {
  // What went with the page's own keys, the bucket drops by itself.
  if (!multipart || way === "credentials") return;
  const request = { method: "DELETE" as const, ...multipart };
  const { url } = await answerOf(api.uploads.sign.$post({ json: request }));
  await fetch(url, { method: "DELETE" });
}
