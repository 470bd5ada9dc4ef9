import * as z from "zod";
import { mediaTypePattern } from "./media-type-rule.ts";

/** A media type as HTTP writes it: `text/csv`, `text/plain; charset=utf-8`. At most 255 characters. */
export const MediaType = z
  .string()
  .max(255, "at most 255 characters")
  .regex(mediaTypePattern, "a media type, like text/csv");
