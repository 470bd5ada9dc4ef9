import { stage } from "./stage";

/** Where clients write. Every upload is a version of its own. Which pages may write is said in `web.ts`. */
export const staging = new sst.aws.Bucket("Staging", { versioning: true, cors: false });

/** Where processed files end. No client ever has a permission on it; the page reads results by signed links. */
export const archive = new sst.aws.Bucket("Archive", { versioning: true, cors: false });

const everything = { prefix: "" };

new aws.s3.BucketLifecycleConfiguration("StagingLifecycle", {
  bucket: staging.name,
  rules: [
    {
      id: "abort-unfinished-uploads",
      status: "Enabled",
      filter: everything,
      abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    },
    {
      id: "expire-leftovers",
      status: "Enabled",
      filter: everything,
      expiration: { days: stage.stagingDays },
      noncurrentVersionExpiration: { noncurrentDays: stage.stagingDays },
    },
  ],
});

new aws.s3.BucketLifecycleConfiguration("ArchiveLifecycle", {
  bucket: archive.name,
  rules: [
    {
      // A function that dies in the middle of a large result or copy can't give up its own parts.
      id: "abort-unfinished-uploads",
      status: "Enabled",
      filter: everything,
      abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    },
    {
      id: "cheaper-storage",
      status: "Enabled",
      filter: everything,
      transitions: [{ days: stage.archiveDays, storageClass: "STANDARD_IA" }],
    },
  ],
});

for (const [name, bucket] of Object.entries({ Staging: staging, Archive: archive })) {
  new aws.s3.BucketServerSideEncryptionConfiguration(`${name}Encryption`, {
    bucket: bucket.name,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
}
