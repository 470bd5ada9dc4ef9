import { states } from "@switchyard/core/pipeline/ledger/record.ts";
import * as z from "zod";
import { named } from "./openapi.ts";

const ms = () => z.number().meta({ description: "Milliseconds since 1970." });

const summary = () => ({
  id: z.string(),
  key: z.string(),
  version: z.string().meta({ description: "S3's version id." }),
  state: z.enum(states),
  size: z.number().optional().meta({ description: "Bytes." }),
  etag: z.string().optional(),
  receivedAt: ms(),
  updatedAt: ms(),
  attempts: z.number(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  correlation: z.string().optional(),
});
const FileSummary = named("FileSummary", () => z.object(summary()));
export const FilesPage = named("FilesPage", () =>
  z.object({
    files: z.array(FileSummary()).readonly(),
    cursor: z.string().optional().meta({ description: "Absent on the last page." }),
  }),
);

const result = () => z.object({ name: z.string(), type: z.string(), size: z.number() });
export const FileHistory = named("FileHistory", () =>
  z.object({
    ...summary(),
    steps: z.array(z.object({ state: z.enum(states), at: ms() })).readonly(),
    detectedType: z.string().optional(),
    transform: z.string().optional(),
    summary: z.record(z.string(), z.unknown()).optional(),
    results: z.array(result()).readonly(),
  }),
);

const link = named("FileLink", () =>
  z.object({
    name: z.string(),
    type: z.string().optional(),
    size: z.number().optional(),
    url: z.url(),
    expiresIn: z.number().meta({ description: "Seconds." }),
  }),
);
export const FileLinks = named("FileLinks", () =>
  z.object({
    original: link().optional().meta({ description: "Once it is in the archive." }),
    results: z.array(link()).readonly(),
  }),
);

export const Replayed = named("Replayed", () =>
  z.object({
    announced: z.boolean(),
    why: z.enum(["done", "live", "gone"]).optional().meta({ description: "Why it was not." }),
  }),
);

export const ReplayedFiles = named("ReplayedFiles", () =>
  z.object({
    files: z.array(
      z.object({
        id: z.string(),
        announced: z.boolean().meta({ description: "In a preview: whether it would be." }),
        why: z
          .enum(["done", "live", "gone", "unknown", "refused"])
          .optional()
          .meta({ description: "Why it was not." }),
      }),
    ),
  }),
);
