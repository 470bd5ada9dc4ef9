import { GetObjectTaggingCommand, type S3Client } from "@aws-sdk/client-s3";
import { type Scanner, type Verdict } from "./scanner.ts";

const pauseSeconds = 15;

/**
 * Waits for a scanner that tags what it has scanned, as GuardDuty's malware protection for S3
 * does (tag `GuardDutyMalwareScanStatus`). Any value but `NO_THREATS_FOUND` is a refusal.
 *
 * Needs `s3:GetObjectVersionTagging` on staging.
 */
export const scanByTag =
  (tag: string, s3: Pick<S3Client, "send">): Scanner =>
  async ({ bucket, key, version }, signal) => {
    const { TagSet = [] } = await s3.send(
      new GetObjectTaggingCommand({ Bucket: bucket, Key: key, VersionId: version }),
      { abortSignal: signal },
    );
    return verdictOf(TagSet.find(({ Key }) => Key === tag)?.Value);
  };

/** What a scanner's tag means. Pure. */
export function verdictOf(value: string | undefined): Verdict {
  if (value === undefined) return { kind: "pending", seconds: pauseSeconds };
  if (value === "NO_THREATS_FOUND") return { kind: "clean" };
  return { kind: "refused", reason: value };
}
