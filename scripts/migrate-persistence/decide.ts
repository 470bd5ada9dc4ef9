import { createHash } from "node:crypto";

/** What is found where an exported content is to go. */
export type Found =
  | { readonly kind: "nothing" }
  | { readonly kind: "pickle"; readonly bytes: Uint8Array }
  /** `isMoved`: the copy of the exported pickle is beside it. */
  | { readonly kind: "map"; readonly text: string; readonly isMoved: boolean };

/** What to do with one item. */
export type Decision =
  | { readonly kind: "write" }
  | { readonly kind: "replace"; readonly pickled: Uint8Array }
  | { readonly kind: "there" }
  | { readonly kind: "refuse"; readonly reason: string };

export interface Wanted {
  /** The content in PersistentMap's format. */
  readonly text: string;
  /** Of the pickle that was exported. */
  readonly sha256: string;
  /** It goes to another place than it came from. */
  readonly isElsewhere: boolean;
  readonly mayReplace: boolean;
}

/** Decides by what is there. A pickle is replaced only if it is the one that was exported, and it was asked for. Pure. */
export function decide({ text, sha256, isElsewhere, mayReplace }: Wanted, found: Found): Decision {
  switch (found.kind) {
    case "nothing":
      return isElsewhere
        ? { kind: "write" }
        : refuse("the pickled item is gone; --to-table or --to-key writes it elsewhere");
    case "map":
      return found.text === text || found.isMoved
        ? { kind: "there" }
        : refuse("a PersistentMap with another content is there");
    default:
      if (isElsewhere) return refuse("a pickled item is there");
      if (sha256Of(found.bytes) !== sha256)
        return refuse("it has changed since the export: stop its writers and export again");
      return mayReplace
        ? { kind: "replace", pickled: found.bytes }
        : refuse("--replace puts it where the pickled item is, of which a copy is kept");
  }
}

export const sha256Of = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

const refuse = (reason: string): Decision => ({ kind: "refuse", reason });
