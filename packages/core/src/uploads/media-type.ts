import * as z from "zod";

const token = "[\\w!#$&^.+-]+";
const quoted = '"[ !#-\\[\\]-~]*"';
const parameter = `\\s*;\\s*${token}=(?:${token}|${quoted})`;

/** A media type as HTTP writes it: `text/csv`, `text/plain; charset=utf-8`. At most 255 characters. */
export const MediaType = z
  .string()
  .max(255, "at most 255 characters")
  .regex(new RegExp(`^${token}/${token}(?:${parameter})*$`), "a media type, like text/csv");
