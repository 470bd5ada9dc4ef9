import * as z from "zod";
import { limits } from "./limits.ts";
import { mediaTypePattern } from "./media-type-rule.ts";

/** A media type as HTTP writes it: `text/csv`, `text/plain; charset=utf-8`. At most 255 characters. */
export const MediaType = z
  .string()
  .max(limits.mediaType, `at most ${limits.mediaType} characters`)
  .regex(mediaTypePattern, "a media type, like text/csv");
