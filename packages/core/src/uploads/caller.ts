import * as z from "zod";

/** What a token may do. */
export const scopes = [
  "uploads:write",
  "files:read",
  "files:replay",
  "state:read",
  "tasks:read",
  "tasks:schedule",
  "tasks:operate",
] as const;
export type Scope = (typeof scopes)[number];

/** Names that stand for something else: nobody's token, and the archive's own folders. */
const reserved = new Set(["anonymous", "results", "superseded"]);

/** A caller's id is the first segment of all its keys. */
export const CallerId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "1 to 64 letters, digits, `_` or `-`")
  .refine((id) => !reserved.has(id), "an id other than anonymous, results or superseded");

/** Whoever a token speaks for. */
export interface Caller {
  readonly id: string;
  readonly scopes: readonly string[];
}
