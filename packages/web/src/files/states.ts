import type { FileState } from "../api/api.ts";

export type Tone = "going" | "good" | "bad" | "off";

interface Meaning {
  readonly label: string;
  readonly tone: Tone;
  /** What it means for the file. */
  readonly meaning: string;
}

/** Every state of the ledger, in the order of a file's way. A new one is missing here when types are checked. */
export const meanings: Readonly<Record<FileState, Meaning>> = {
  received: {
    label: "Received",
    tone: "going",
    meaning: "It is in staging and waits for its turn.",
  },
  processing: { label: "Processing", tone: "going", meaning: "Its content is being read." },
  handed: {
    label: "In a container",
    tone: "going",
    meaning: "It is large: a container carries it.",
  },
  processed: {
    label: "Processed",
    tone: "going",
    meaning: "Its results are written; it is being archived.",
  },
  archived: { label: "Archived", tone: "good", meaning: "It is in the archive, with its results." },
  superseded: {
    label: "Superseded",
    tone: "off",
    meaning: "A newer version was archived before it; it is kept apart.",
  },
  failed: {
    label: "Failed",
    tone: "bad",
    meaning: "It could not be processed. It stays in staging and can be replayed.",
  },
  gone: { label: "Gone", tone: "off", meaning: "It was deleted before it could be processed." },
  expired: {
    label: "Expired",
    tone: "off",
    meaning: "It stayed in staging for too long and was removed.",
  },
};

export const states = Object.keys(meanings) as FileState[];

const going: ReadonlySet<FileState> = new Set(
  states.filter((state) => meanings[state].tone === "going"),
);

/** Whether a file will come to another state by itself. */
export const isGoing = (state: FileState): boolean => going.has(state);

export const stateOf = (text: string | null): FileState | undefined =>
  states.find((state) => state === text);
