import { fileHistory, listFiles, resultLinks } from "@switchyard/core/pipeline/files.ts";
import { replayFile } from "@switchyard/core/pipeline/replay-file.ts";
import { completeMultipart } from "@switchyard/core/uploads/complete.ts";
import { grantCredentials } from "@switchyard/core/uploads/credentials.ts";
import { exampleCredentials, signedUrl } from "@switchyard/core/uploads/example.ts";
import { replayFiles } from "@switchyard/core/pipeline/replay-files.ts";
import { abortMultipart, openMultipart } from "@switchyard/core/uploads/multipart.ts";
import { uploadOutcome } from "@switchyard/core/uploads/outcome.ts";
import { partUrls } from "@switchyard/core/uploads/part-urls.ts";
import { presignPost } from "@switchyard/core/uploads/post.ts";
import { presignPut } from "@switchyard/core/uploads/presign.ts";
import { registerFile } from "@switchyard/core/uploads/register.ts";
import { multipartProgress } from "@switchyard/core/uploads/resume.ts";
import { uploadSettings } from "@switchyard/core/uploads/settings.ts";
import { signUpload } from "@switchyard/core/uploads/sign.ts";
import { configurationNow, primesNow, visitsNow } from "../state/now.ts";
import { jobServices } from "./job-services.ts";
import { operationServices } from "./operation-services.ts";
import { orchestration } from "./orchestration.ts";

/** What the routes call. */
export const services = {
  presignPut,
  presignPost,
  grantCredentials,
  openMultipart,
  partUrls,
  multipartProgress,
  completeMultipart,
  abortMultipart,
  registerFile,
  signUpload,
  uploadOutcome,
  signedUrl,
  exampleCredentials,
  listFiles,
  fileHistory,
  resultLinks,
  replayFile,
  replayFiles,
  visitsNow,
  configurationNow,
  primesNow,
  jobs: () => jobServices(),
  operations: (requestId: string) => operationServices(requestId),
  orchestration: () => orchestration(),
  mostBytes: () => uploadSettings().maxBytes,
};
export type Services = typeof services;
