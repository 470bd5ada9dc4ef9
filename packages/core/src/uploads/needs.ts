import { setTimeout } from "node:timers/promises";
import { uploadRecords } from "./records.ts";
import { uploadSettings } from "./settings.ts";
import { uploadSigner } from "./signer.ts";
import { refuseExisting, versionsOf } from "./stored.ts";
import { newToken } from "./tokens.ts";

/** What the uploads that are remembered need, each with its default. */
export function uploadNeeds() {
  return {
    open: uploadSigner,
    settings: uploadSettings(),
    records: uploadRecords(),
    refuseKnown: (key: string) => refuseExisting(key),
    versionsOf: (key: string) => versionsOf(key),
    now: Date.now,
    token: newToken,
    sleep: (ms: number) => setTimeout(ms),
  };
}
export type UploadNeeds = ReturnType<typeof uploadNeeds>;
