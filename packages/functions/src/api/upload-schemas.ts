import { limits } from "@switchyard/core/uploads/limits.ts";
import { MediaType } from "@switchyard/core/uploads/media-type.ts";
import * as z from "zod";
import { named } from "./openapi.ts";

const key = () =>
  z
    .string()
    .min(1, "a key of at least one character")
    .max(limits.key, `at most ${limits.key} characters`)
    .meta({ description: "Below your prefix; slashes make folders.", example: "reports/may.csv" });
const bytes = () => z.int("a whole number of bytes").min(0, "a number of bytes, from 0");
const size = () => bytes().max(limits.object, `at most ${limits.object} bytes`);
const overwrite = () =>
  z.boolean().default(true).meta({
    description: "False: refused while a file of that name is known. True: a new version of it.",
  });
const expiresIn = () =>
  z
    .int("a whole number of seconds")
    .min(1, "at least one second")
    .max(limits.chainedSession, `at most ${limits.chainedSession} seconds`)
    .optional()
    .meta({ description: "Seconds; the answer says how many it became." });
const sha256 = () =>
  z
    .base64("base64")
    .length(44, "the 44 characters of a SHA-256 in base64")
    .optional()
    .meta({ description: "Of the content, in base64: S3 refuses any other." });
const partNumber = () => z.int().min(1).max(limits.parts);
const etag = () =>
  z
    .string()
    .min(1)
    .max(128)
    .transform((text) => text.replace(/^"|"$/g, ""));

const FileToCome = () =>
  z.object({ key: key(), type: MediaType, size: size(), overwrite: overwrite() });

export const PutRequest = named("PutRequest", () =>
  FileToCome().extend({ sha256: sha256(), expiresIn: expiresIn() }),
);
export const PostRequest = named("PostRequest", () =>
  z.object({
    key: key(),
    type: MediaType,
    maxSize: bytes(),
    minSize: bytes().optional(),
    expiresIn: expiresIn(),
  }),
);
export const CredentialsRequest = named("CredentialsRequest", () =>
  z.object({
    key: key().optional().meta({ description: "Without a key: for one new folder of yours." }),
    session: z
      .string()
      .regex(/^[\w-]{22}$/, "the session of an earlier answer")
      .optional()
      .meta({ description: "An earlier answer's: for its folder again." }),
    expiresIn: z.int().min(limits.shortestSession).max(limits.chainedSession).optional(),
  }),
);
export const MultipartRequest = named("MultipartRequest", () =>
  FileToCome().extend({
    partSize: z.int().min(limits.smallestPart).max(limits.largestPart).optional(),
  }),
);
export const PartsRequest = named("PartsRequest", () =>
  z.object({ partNumbers: z.array(partNumber()).min(1).max(500), expiresIn: expiresIn() }),
);
export const CompleteRequest = named("CompleteRequest", () =>
  z.object({
    parts: z
      .array(z.object({ partNumber: partNumber(), etag: etag() }))
      .min(1)
      .max(limits.parts)
      .optional()
      .meta({ description: "Without them, those that S3 has." }),
  }),
);
export const RegisterRequest = named("RegisterRequest", () =>
  FileToCome().extend({
    resume: z.boolean().default(false).meta({
      description: "Goes on with the same file's earlier registration, if there is one.",
    }),
  }),
);
