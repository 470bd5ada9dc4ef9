import * as z from "zod";
import { named } from "./openapi.ts";

const bytes = () => z.number().meta({ description: "Bytes." });

export const JarNow = named("JarNow", () =>
  z.object({
    text: z.string().optional().meta({ description: "As it is stored. Absent: nothing is." }),
    bytes: bytes().meta({ description: "Of all variables of the function, in bytes." }),
    limitBytes: bytes(),
  }),
);

const version = () =>
  z.object({
    versionId: z.string(),
    isLatest: z.boolean(),
    isDeleted: z.boolean().meta({ description: "A marker, laid by a delete." }),
    lastModified: z.string().optional().meta({ description: "ISO 8601." }),
    bytes: bytes().optional(),
  });
export const ObjectNow = named("ObjectNow", () =>
  z.object({
    text: z.string().optional().meta({ description: "As it is stored, if it isn't too large." }),
    versionId: z.string().optional().meta({ description: "The version that is shown." }),
    bytes: bytes().optional(),
    limitBytes: bytes().meta({ description: "The largest that is shown, in bytes." }),
    versions: z.array(version()).meta({ description: "The newest 20, newest first." }),
  }),
);

export const MapNow = named("MapNow", () =>
  z.object({
    entries: z
      .array(
        z.object({
          key: z.string(),
          kind: z.string().meta({ description: "The key's type." }),
          value: z.string().meta({ description: "To be read by people; cut where it is long." }),
        }),
      )
      .readonly(),
    size: z.int().meta({ description: "How many entries there are." }),
    bytes: bytes().meta({ description: "What its items take, in bytes." }),
    itemBytes: bytes().meta({ description: "What one item may hold, in bytes." }),
    parts: z.int().meta({ description: "0 where one item holds it." }),
  }),
);
