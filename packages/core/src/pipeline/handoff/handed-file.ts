import * as z from "zod/mini";
import { InvalidInputError } from "../../errors.ts";
import { parseInput } from "../parse.ts";
import { type HandedFile } from "./handoff.ts";

const text = z.optional(z.string());
const Handed = z.object({
  token: z.string("the claim's token"),
  upload: z.object({
    bucket: z.string("a bucket's name"),
    key: z.string("a key"),
    version: z.string("a version id"),
    etag: text,
    size: z.optional(z.number()),
    sequencer: text,
    uploadedAt: z.optional(z.number()),
    correlation: text,
  }),
});

/** Reads what a container was started with. Throws `InvalidInputError`. */
export function parseHandedFile(json: string | undefined): HandedFile {
  try {
    return parseInput(Handed, JSON.parse(json ?? ""), "HANDED_FILE");
  } catch (error) {
    if (error instanceof InvalidInputError) throw error;
    const expected = "a handed file as JSON";
    throw new InvalidInputError([{ field: "HANDED_FILE", value: json, expected }]);
  }
}
