import { S3Client } from "@aws-sdk/client-s3";
import { equip, s3Config } from "../config.ts";
import { perRegion } from "./per-region.ts";

/** One client of S3 for a process and region. */
export const s3Client = /* @__PURE__ */ perRegion((settings) =>
  equip(new S3Client(s3Config(settings)), settings),
);
