import {
  type CreateBucketCommandInput,
  type GetBucketVersioningCommandInput,
  type PutBucketNotificationConfigurationCommandInput,
  type PutBucketVersioningCommandInput,
} from "@aws-sdk/client-s3";
import { NotModelledError } from "../../errors.ts";
import { headError, s3Error } from "../errors.ts";
import { testEvent } from "../notify.ts";
import { bucketOf, type Store } from "../store.ts";

export function createBucket({ buckets }: Store, { Bucket = "" }: CreateBucketCommandInput) {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(Bucket)) {
    throw s3Error("InvalidBucketName", "The specified bucket is not valid.");
  }
  // In us-east-1 making one's own bucket again is no error.
  if (!buckets.has(Bucket)) {
    buckets.set(Bucket, {
      name: Bucket,
      versioning: undefined,
      notifications: [],
      keys: [],
      versions: new Map(),
      uploads: new Map(),
    });
  }
  return { Location: `/${Bucket}` };
}

export function headBucket(store: Store, { Bucket }: CreateBucketCommandInput) {
  try {
    bucketOf(store, Bucket);
  } catch (error) {
    throw headError(error);
  }

  return { BucketRegion: "us-east-1" };
}

export function deleteBucket(store: Store, { Bucket }: CreateBucketCommandInput) {
  const { name, versions } = bucketOf(store, Bucket);
  if ([...versions.values()].some((list) => list.length > 0)) {
    throw s3Error("BucketNotEmpty", "The bucket you tried to delete is not empty");
  }
  store.buckets.delete(name);
  return {};
}

export function putBucketVersioning(store: Store, input: PutBucketVersioningCommandInput) {
  bucketOf(store, input.Bucket).versioning = input.VersioningConfiguration?.Status;
  return {};
}

export function getBucketVersioning(store: Store, input: GetBucketVersioningCommandInput) {
  const { versioning } = bucketOf(store, input.Bucket);
  return versioning ? { Status: versioning } : {};
}

/** Only queues are modelled. Each is sent a test event. */
export function putNotifications(
  store: Store,
  input: PutBucketNotificationConfigurationCommandInput,
) {
  const bucket = bucketOf(store, input.Bucket);
  const { QueueConfigurations = [], ...others } = input.NotificationConfiguration ?? {};
  const [other] = Object.entries(others).filter(([, value]) => value !== undefined);
  if (other) throw new NotModelledError("S3", `notifications by ${other[0]}`);
  bucket.notifications = QueueConfigurations;
  if (input.SkipDestinationValidation) return {};
  for (const { QueueArn = "" } of QueueConfigurations) testEvent(store, bucket, QueueArn);
  return {};
}

export function getNotifications(store: Store, input: GetBucketVersioningCommandInput) {
  const { notifications } = bucketOf(store, input.Bucket);
  return notifications.length > 0 ? { QueueConfigurations: [...notifications] } : {};
}
