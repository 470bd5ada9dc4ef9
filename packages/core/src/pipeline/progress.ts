import { type Upload } from "./upload.ts";

/** How far a run came with a version, for whoever has to clean up after it. */
export interface Progress {
  /** It holds the key's lane. */
  inLane: boolean;
  /** Whether the archive has its copy, as far as the run knows. */
  copy:
    | "none"
    /** An earlier run may have made one. */
    | "unknown"
    /** One was asked for, and no answer came: it may still be made. */
    | "inDoubt"
    | "made";
  /** The upload with what the object itself told of it. */
  upload?: Upload;
}

export const newProgress = (): Progress => ({ inLane: false, copy: "none" });
