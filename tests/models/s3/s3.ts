import * as sdk from "@aws-sdk/client-s3";
import { metadata } from "../errors.ts";
import { type CommandLike, type ModelContext, type ServiceModel } from "../model.ts";
import { operation, operationTable } from "../operations.ts";
import { trusted } from "../trusted.ts";
import { answerStream, collect, type StoredBody } from "./body.ts";
import { getObjectAttributes } from "./operations/attributes.ts";
import * as buckets from "./operations/buckets.ts";
import { completeMultipartUpload } from "./operations/complete.ts";
import { copyObject } from "./operations/copy.ts";
import { deleteObject, deleteObjects, erase, hide } from "./operations/delete.ts";
import { getObject, headObject } from "./operations/get.ts";
import { listObjectsV2 } from "./operations/list-objects.ts";
import { listObjectVersions } from "./operations/list-versions.ts";
import { listParts, uploadPart, uploadPartCopy } from "./operations/parts.ts";
import { putObject } from "./operations/put.ts";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./operations/tagging.ts";
import {
  abortMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
} from "./operations/uploads.ts";
import { sequencers } from "./sequencer.ts";
import { bucketOf, type Store, type StoreLimits } from "./store.ts";

const gibibyte = 1024 ** 3;

export interface S3Options {
  readonly limits: StoreLimits;
  /** Takes a notification to its queue. By default nothing is told. */
  readonly deliver: (queueArn: string, body: string) => void;
}
export interface S3Model extends ServiceModel {
  /** What a lifecycle rule does to a key's newest version (a marker), or to an older one (gone). */
  expire(bucket: string, key: string, versionId?: string): void;
}

/**
 * S3 in memory: one account, strongly consistent, everything allowed.
 *
 * `limits` are in bytes: `single` for one put or copy (5 GiB), `part` for the smallest part (5 MiB).
 * Permissions, encryption, object lock, storage classes' delays and replication aren't modelled.
 */
export function s3Model(
  context: ModelContext,
  {
    limits = { single: 5 * gibibyte, part: 5 * 1024 ** 2 },
    deliver = () => {},
  }: Partial<S3Options> = {},
): S3Model {
  const nextSequencer = sequencers(context);
  const store: Store = { context, limits, deliver, nextSequencer, buckets: new Map() };
  const find = operationTable("S3", operationsOn(store));
  return {
    prepare: (command) => prepare(find, command),
    expire: (name, key, versionId) => {
      const bucket = bucketOf(store, name);
      if (versionId === undefined) hide(store, bucket, key, "LifecycleExpiration");
      else erase(store, bucket, key, versionId, "LifecycleExpiration");
    },
  };
}

async function prepare(find: ReturnType<typeof operationTable>, command: CommandLike) {
  const { run, name } = find(command);
  const { Body, ContentLength } = trusted<sdk.PutObjectCommandInput>(command.input);
  const { bytes, streamed } = await collect(Body, ContentLength);
  const input = { ...command.input, Body: bytes };
  return {
    operation: name,
    input,
    once: streamed,
    apply: () => ({ $metadata: metadata(), ...run(input) }),
    decode: (answer: object) => ("Body" in answer ? streamedAnswer(trusted(answer)) : answer),
  };
}

function streamedAnswer(answer: { readonly Body: StoredBody }): object {
  return { ...answer, Body: answerStream(answer.Body) };
}

function operationsOn(store: Store) {
  return [
    operation(sdk.PutObjectCommand, (input) => putObject(store, input)),
    operation(sdk.GetObjectCommand, (input) => getObject(store, input)),
    operation(sdk.HeadObjectCommand, (input) => headObject(store, input)),
    operation(sdk.GetObjectAttributesCommand, (input) => getObjectAttributes(store, input)),
    operation(sdk.CopyObjectCommand, (input) => copyObject(store, input)),
    operation(sdk.DeleteObjectCommand, (input) => deleteObject(store, input)),
    operation(sdk.DeleteObjectsCommand, (input) => deleteObjects(store, input)),
    operation(sdk.ListObjectsV2Command, (input) => listObjectsV2(store, input)),
    operation(sdk.ListObjectVersionsCommand, (input) => listObjectVersions(store, input)),
    operation(sdk.CreateMultipartUploadCommand, (input) => createMultipartUpload(store, input)),
    operation(sdk.UploadPartCommand, (input) => uploadPart(store, input)),
    operation(sdk.UploadPartCopyCommand, (input) => uploadPartCopy(store, input)),
    operation(sdk.ListPartsCommand, (input) => listParts(store, input)),
    operation(sdk.CompleteMultipartUploadCommand, (input) => completeMultipartUpload(store, input)),
    operation(sdk.AbortMultipartUploadCommand, (input) => abortMultipartUpload(store, input)),
    operation(sdk.ListMultipartUploadsCommand, (input) => listMultipartUploads(store, input)),
    operation(sdk.GetObjectTaggingCommand, (input) => getObjectTagging(store, input)),
    operation(sdk.PutObjectTaggingCommand, (input) => putObjectTagging(store, input)),
    operation(sdk.DeleteObjectTaggingCommand, (input) => deleteObjectTagging(store, input)),
    operation(sdk.CreateBucketCommand, (input) => buckets.createBucket(store, input)),
    operation(sdk.HeadBucketCommand, (input) => buckets.headBucket(store, input)),
    operation(sdk.DeleteBucketCommand, (input) => buckets.deleteBucket(store, input)),
    operation(sdk.PutBucketVersioningCommand, (input) => buckets.putBucketVersioning(store, input)),
    operation(sdk.GetBucketVersioningCommand, (input) => buckets.getBucketVersioning(store, input)),
    operation(sdk.PutBucketNotificationConfigurationCommand, (input) =>
      buckets.putNotifications(store, input),
    ),
    operation(sdk.GetBucketNotificationConfigurationCommand, (input) =>
      buckets.getNotifications(store, input),
    ),
  ];
}
