import * as z from "zod";
import { InvalidFileError } from "./errors.ts";
import { limits } from "./limits.ts";
import { MediaType } from "./media-type.ts";

/** A file somebody is about to upload. */
export const FileToCome = z.object({
  /** Its name below the caller's prefix; slashes make folders. */
  key: z.string().min(1).max(limits.key),
  type: MediaType,
  /** Bytes. S3 refuses any other number. */
  size: z.int().min(0).max(limits.object),
  /** False: refused while a file of that name is known. True: it becomes a new version. */
  overwrite: z.boolean().default(true),
});
export type FileToCome = z.input<typeof FileToCome>;

/** Throws `InvalidFileError` where the file is larger than `most`, in bytes. */
export function refuseLarger(size: number, most: number): void {
  if (size <= most) return;
  throw new InvalidFileError([{ field: "size", value: size, expected: `at most ${most} bytes` }]);
}
