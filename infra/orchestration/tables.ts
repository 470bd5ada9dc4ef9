import { stage } from "../stage";
import { named } from "./names";

// Names, keys and indexes are sosw's, so that Python's workers and schedulers share them.

const common = { deletionProtection: stage.deletionProtection };
const called = (name: string) => ({ table: { name: named(name) } });

export const tasks = new sst.aws.Dynamo("SoswTasks", {
  ...common,
  fields: { task_id: "string", labourer_id: "string", greenfield: "number", lane: "string" },
  primaryIndex: { hashKey: "task_id" },
  globalIndexes: {
    sosw_tasks_greenfield: { hashKey: "labourer_id", rangeKey: "greenfield" },
    // Sparse: only tasks of labourers with flow control are in it.
    sosw_tasks_lanes: { hashKey: "lane", rangeKey: "greenfield" },
  },
  transform: called("sosw_tasks"),
});

export const closedTasks = new sst.aws.Dynamo("SoswClosedTasks", {
  ...common,
  fields: { task_id: "string", labourer_id_task_status: "string", closed_at: "number" },
  primaryIndex: { hashKey: "task_id" },
  globalIndexes: {
    labourer_task_status_with_time: {
      hashKey: "labourer_id_task_status",
      rangeKey: "closed_at",
      projection: ["completed_at", "greenfield", "attempts"],
    },
  },
  ttl: "expires_at",
  transform: called("sosw_closed_tasks"),
});

export const retryTasks = new sst.aws.Dynamo("SoswRetryTasks", {
  ...common,
  fields: { labourer_id: "string", task_id: "string", desired_launch_time: "number" },
  primaryIndex: { hashKey: "labourer_id", rangeKey: "task_id" },
  localIndexes: { labourer_id_greenfield: { rangeKey: "desired_launch_time" } },
  transform: called("sosw_retry_tasks"),
});

export const tasksMeta = new sst.aws.Dynamo("SoswTasksMeta", {
  ...common,
  fields: { task_id: "string", created_at: "number" },
  primaryIndex: { hashKey: "task_id", rangeKey: "created_at" },
  ttl: "expires_at",
  transform: called("sosw_tasks_meta"),
});

export const config = new sst.aws.Dynamo("SoswConfig", {
  ...common,
  fields: { env: "string", config_name: "string" },
  primaryIndex: { hashKey: "env", rangeKey: "config_name" },
  transform: called("config"),
});

/** This project's own: leases, lanes, jobs, records of keys. */
export const flow = new sst.aws.Dynamo("SoswFlow", {
  ...common,
  fields: { partition: "string", sort: "string", due: "number" },
  primaryIndex: { hashKey: "partition", rangeKey: "sort" },
  localIndexes: { flow_due: { rangeKey: "due" } },
  ttl: "expires_at",
  transform: called("sosw_flow"),
});

/** For jobs' tasks on their way into the queue, and for payloads and results too large for a row. */
export const queueBucket = new sst.aws.Bucket("SoswQueue");

new aws.s3.BucketLifecycleConfiguration("SoswQueueLifecycle", {
  bucket: queueBucket.name,
  rules: [
    {
      id: "leftovers",
      status: "Enabled",
      filter: { prefix: "" },
      expiration: { days: stage.taskDays },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    },
  ],
});

new aws.s3.BucketServerSideEncryptionConfiguration("SoswQueueEncryption", {
  bucket: queueBucket.name,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
});
