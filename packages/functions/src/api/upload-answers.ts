import { states } from "@switchyard/core/pipeline/ledger/record.ts";
import * as z from "zod";
import { named } from "./openapi.ts";

const key = () => z.string().meta({ description: "The whole key, with your prefix." });
const expiresIn = () => z.int().meta({ description: "Seconds." });
const correlationId = () => z.string();
const headers = () => z.record(z.string(), z.string());

export const PresignedPut = named("PresignedPut", () =>
  z.object({
    key: key(),
    url: z.url(),
    method: z.literal("PUT"),
    headers: headers().meta({ description: "Send exactly these." }),
    expiresIn: expiresIn(),
    correlationId: correlationId(),
  }),
);
export const PresignedForm = named("PresignedForm", () =>
  z.object({
    key: key(),
    url: z.url(),
    fields: z.record(z.string(), z.string()).meta({ description: "Before the field `file`." }),
    expiresIn: expiresIn(),
    correlationId: correlationId(),
  }),
);
export const UploadCredentials = named("UploadCredentials", () =>
  z.object({
    key: key().optional(),
    prefix: z.string().optional().meta({ description: "Any key that begins with it." }),
    session: z.string().optional().meta({ description: "Names the folder: ask with it again." }),
    credentials: z.object({
      accessKeyId: z.string(),
      secretAccessKey: z.string(),
      sessionToken: z.string(),
      expiration: z.string().meta({ description: "ISO 8601." }),
    }),
    region: z.string(),
    bucket: z.string(),
    endpoint: z.string().meta({ description: "The bucket's address." }),
  }),
);

const openUpload = () => ({
  id: z.string(),
  key: key(),
  type: z.string(),
  size: z.int(),
  partSize: z.int().meta({ description: "Bytes of each part but the last." }),
  partCount: z.int(),
  correlationId: correlationId(),
  expiresAt: z.string().meta({ description: "ISO 8601; unfinished, it is forgotten then." }),
});
export const OpenUpload = named("OpenUpload", () => z.object(openUpload()));
export const UploadProgress = named("UploadProgress", () =>
  z.object({
    ...openUpload(),
    parts: z.array(z.object({ partNumber: z.int(), etag: z.string(), size: z.int().optional() })),
    completed: z.boolean(),
  }),
);
export const PartUrls = named("PartUrls", () =>
  z.object({
    parts: z.array(
      z.object({ partNumber: z.int(), url: z.url(), size: z.int(), expiresIn: expiresIn() }),
    ),
  }),
);
export const CompletedUpload = named("CompletedUpload", () =>
  z.object({
    key: key(),
    etag: z.string(),
    version: z.string().optional(),
    size: z.int(),
    correlationId: correlationId(),
  }),
);
export const RegisteredFile = named("RegisteredFile", () =>
  z.object({
    key: key(),
    type: z.string(),
    size: z.int(),
    partSize: z.int(),
    partCount: z.int(),
    correlationId: correlationId(),
  }),
);
export const SignedRequest = named("SignedRequest", () =>
  z.object({ url: z.url(), key: key(), headers: headers().optional(), expiresIn: expiresIn() }),
);
export const Outcome = named("Outcome", () =>
  z.object({
    outcome: z.enum(["stored", "other", "pending"]),
    id: z.string().optional().meta({ description: "The file's, once it is stored." }),
    state: z.enum(states).optional(),
  }),
);
