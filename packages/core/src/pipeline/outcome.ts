import { type FileState } from "./ledger/record.ts";
import { type Upload } from "./upload.ts";

/** What became of one announced upload. */
export type Outcome = { readonly upload: Upload } & (
  | { readonly kind: "archived" | "superseded" | "gone" | "handed" }
  /** Done or given up before: nothing was done. */
  | { readonly kind: "duplicate"; readonly state: FileState }
  /** Another works on it, or on its key, until then (ms since 1970). */
  | { readonly kind: "busy"; readonly until: number }
  /** Not done, and to be tried again. */
  | { readonly kind: "retry"; readonly error: unknown; readonly attempts: number }
  /** Given up; the ledger says why. */
  | { readonly kind: "failed"; readonly error: unknown }
);
