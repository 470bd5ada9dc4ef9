import * as may from "./grants";
import { ledger } from "./ledger";
import { deadLetters, uploads } from "./queues";
import { stage } from "./stage";
import { archive, staging } from "./storage";

/** Where files go that are too large for a function, or too heavy; `undefined` where the stage has no containers. */
export const containers =
  stage.containersAboveBytes === undefined ? undefined : carriers(stage.containersAboveBytes);

function carriers(aboveBytes: number) {
  // Public subnets and no NAT gateway: a task has an address while it runs, and nothing costs when none does.
  const vpc = new sst.aws.Vpc("Containers");
  const cluster = new sst.aws.Cluster("Carriers", { vpc });
  const task = new sst.aws.Task("Carrier", {
    cluster,
    cpu: "1 vCPU",
    memory: "2 GB",
    image: { context: ".", dockerfile: "packages/functions/container/Dockerfile" },
    logging: { retention: stage.logRetention },
    environment: {
      STAGE: $app.stage,
      STAGING_BUCKET: staging.name,
      ARCHIVE_BUCKET: archive.name,
      LEDGER_TABLE: ledger.name,
      UPLOADS_QUEUE_URL: uploads.url,
      DEAD_LETTERS_QUEUE_URL: deadLetters.url,
    },
    transform: {
      // SST would let it read every secret of the account, and be logged into.
      executionRole: { inlinePolicies: [] },
      taskRole: { inlinePolicies: [{ name: "carry", policy: mayCarry().json }] },
    },
  });
  return {
    environment: {
      HANDOFF: "ecs",
      HANDOFF_ABOVE_BYTES: String(aboveBytes),
      HANDOFF_CLUSTER: task.cluster,
      HANDOFF_TASK_DEFINITION: task.taskDefinition,
      HANDOFF_CONTAINER: task.containers.apply(([name]) => name ?? ""),
      HANDOFF_SUBNETS: task.subnets.apply((subnets) => $util.output(subnets)).apply(joined),
      HANDOFF_SECURITY_GROUPS: $util.output(task.securityGroups).apply(joined),
      HANDOFF_PUBLIC_IP: "true",
    },
    permissions: [
      {
        actions: ["ecs:RunTask"],
        resources: [task.taskDefinition],
        conditions: [{ test: "ArnEquals", variable: "ecs:cluster", values: [task.cluster] }],
      },
      {
        actions: ["iam:PassRole"],
        resources: [task.nodes.taskRole.arn, task.nodes.executionRole.arn],
        conditions: [
          {
            test: "StringEquals",
            variable: "iam:PassedToService",
            values: ["ecs-tasks.amazonaws.com"],
          },
        ],
      },
    ],
  };
}

/** What the container's code may do: what the transform may, and to announce its file again. */
function mayCarry() {
  return aws.iam.getPolicyDocumentOutput({
    statements: [
      may.takeStaging,
      may.listBuckets,
      may.fillArchive,
      may.keepLedger,
      may.announceUploads,
      may.parkMessages,
    ],
  });
}

function joined(ids: string[]) {
  return ids.join(",");
}
