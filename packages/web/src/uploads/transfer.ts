import type { PageApi } from "../api/api.ts";
import type { Prepared } from "./prepare.ts";
import type { Multipart } from "./upload.ts";

/** One file's way to S3, by Uppy. */
export interface Transfer {
  pause: () => void;
  resume: () => void;
  /** Again after an error, from where it stood. */
  retry: () => void;
  /** Gives it up, in S3 too. */
  cancel: () => void;
}

export interface TransferEvents {
  /** Bytes in all. */
  progress: (sent: number) => void;
  /** An upload in parts has begun: with this it can be resumed. */
  begun: (multipart: Multipart) => void;
  stored: () => void;
  failed: (error: Error) => void;
}

interface Sending {
  readonly id: string;
  readonly file: File;
  readonly prepared: Prepared;
  readonly multipart?: Multipart;
}

/**
 * Begins to send a file, or to resume it, and tells `events`.
 *
 * Uppy is loaded when it is first needed. Each file has an Uppy of its own: files go different ways, and one's pause or
 * end is nobody else's matter.
 */
export async function startTransfer(
  { id, file, prepared, multipart }: Sending,
  events: TransferEvents,
  api: PageApi,
): Promise<Transfer> {
  const [{ Uppy }, { default: AwsS3 }, { plugOptions }] = await Promise.all([
    import("@uppy/core"),
    import("@uppy/aws-s3"),
    import("./plug-options.ts"),
  ]);
  const uppy = new Uppy({ id, logger: silent });
  uppy.use(AwsS3, plugOptions(prepared, api));
  const { key, type } = prepared;
  const fileId = uppy.addFile({ name: key, type, data: file });
  if (multipart) uppy.setFileState(fileId, { s3Multipart: multipart });

  let isKnown = multipart !== undefined;
  uppy.on("state-update", () => {
    const { s3Multipart } = (uppy.getState().files[fileId] ?? {}) as { s3Multipart?: Multipart };
    if (isKnown || !s3Multipart) return;
    isKnown = true;
    events.begun(s3Multipart);
  });
  uppy.on("upload-progress", (_, { bytesUploaded }) => events.progress(bytesUploaded));
  let isStored = false;
  uppy.on("upload-success", () => {
    isStored = true;
  });
  uppy.on("upload-error", (_, error) => events.failed(error));
  // Only when Uppy has let go of the file: what is taken from it before that, it has S3 give up.
  const run = (work: Promise<unknown>) =>
    work.then(
      () => isStored && events.stored(),
      (error: unknown) =>
        events.failed(error instanceof Error ? error : new TypeError(String(error))),
    );
  void run(uppy.upload());
  return {
    pause: () => void uppy.pauseResume(fileId),
    resume: () => void uppy.pauseResume(fileId),
    retry: () => void run(uppy.retryUpload(fileId)),
    cancel: () => uppy.destroy(),
  };
}

const silent = { debug: () => {}, warn: () => {}, error: () => {} };
