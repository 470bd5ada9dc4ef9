import {
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, describe, expect, test } from "vitest";
import { capability } from "../../packages/local/src/conformance/capability.ts";
import { borrowRole } from "./borrowed-role.ts";
import { clients, stack } from "./stack.ts";

type Call = (as: ReturnType<typeof clients>) => Promise<unknown>;
type Calls = Record<string, Call>;

const { outputs } = stack();
const key = { key: { S: "dev/x" }, version: { S: "1" } };
const Key = "dev/least-privilege.txt";

const s3 = {
  put:
    (Bucket: string): Call =>
    (as) =>
      as.s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" })),
  get:
    (Bucket: string): Call =>
    (as) =>
      as.s3.send(new GetObjectCommand({ Bucket, Key })),
  remove:
    (Bucket: string): Call =>
    (as) =>
      as.s3.send(new DeleteObjectCommand({ Bucket, Key })),
  list:
    (Bucket: string): Call =>
    (as) =>
      as.s3.send(new ListObjectsV2Command({ Bucket })),
  open:
    (Bucket: string): Call =>
    (as) =>
      as.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: "{}" })),
};
const table = {
  get:
    (TableName: string): Call =>
    (as) =>
      as.dynamodb.send(new GetItemCommand({ TableName, Key: key })),
  put:
    (TableName: string): Call =>
    (as) =>
      as.dynamodb.send(new PutItemCommand({ TableName, Item: key })),
  update:
    (TableName: string): Call =>
    (as) =>
      as.dynamodb.send(new UpdateItemCommand({ TableName, Key: key })),
  remove:
    (TableName: string): Call =>
    (as) =>
      as.dynamodb.send(new DeleteItemCommand({ TableName, Key: key })),
  query:
    (TableName: string): Call =>
    (as) =>
      as.dynamodb.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "#key = :key",
          ExpressionAttributeNames: { "#key": "key" },
          ExpressionAttributeValues: { ":key": { S: "dev/x" } },
        }),
      ),
  scan:
    (TableName: string): Call =>
    (as) =>
      as.dynamodb.send(new ScanCommand({ TableName })),
};
const queue = {
  send:
    (QueueUrl: string): Call =>
    (as) =>
      as.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" })),
  receive:
    (QueueUrl: string): Call =>
    (as) =>
      as.sqs.send(new ReceiveMessageCommand({ QueueUrl })),
  purge:
    (QueueUrl: string): Call =>
    (as) =>
      as.sqs.send(new PurgeQueueCommand({ QueueUrl })),
};
const account: Calls = {
  "list the account's buckets": (as) => as.s3.send(new ListBucketsCommand({})),
  "list roles": (as) => as.iam.send(new ListRolesCommand({})),
  "list functions": (as) => as.lambda.send(new ListFunctionsCommand({})),
};
const assume: Call = (as) =>
  as.sts.send(new AssumeRoleCommand({ RoleArn: outputs.uploadRole, RoleSessionName: "x" }));

const { staging, archive, ledger, uploadRecords, uploads, deadLetters } = outputs;
const buckets: Calls = {
  "change staging's policy": s3.open(staging),
  "change the archive's policy": s3.open(archive),
};

/** What each role may do (one call, so that refusals are not just bad credentials), and must not. */
const roles: Record<string, { may: Call; refused: Calls }> = {
  "-UploadsSubscriber": {
    may: s3.list(staging),
    refused: {
      ...account,
      ...buckets,
      "write to staging": s3.put(staging),
      "delete the newest in the archive": s3.remove(archive),
      "scan the ledger": table.scan(ledger),
      "delete from the ledger": table.remove(ledger),
      "read upload records": table.get(uploadRecords),
      "announce uploads": queue.send(uploads),
      "empty the dead letters": queue.purge(deadLetters),
      "lend the upload role": assume,
    },
  },
  "-ApiRole": {
    may: table.query(ledger),
    refused: {
      ...account,
      ...buckets,
      "write to staging": s3.put(staging),
      "read staging": s3.get(staging),
      "delete from staging": s3.remove(staging),
      "write to the archive": s3.put(archive),
      "list the archive": s3.list(archive),
      "delete from the archive": s3.remove(archive),
      "scan the ledger": table.scan(ledger),
      "put into the ledger": table.put(ledger),
      "delete from the ledger": table.remove(ledger),
      "scan upload records": table.scan(uploadRecords),
      "take announcements": queue.receive(uploads),
      "take dead letters": queue.receive(deadLetters),
    },
  },
  "-upload": {
    may: s3.put(staging),
    refused: {
      ...account,
      ...buckets,
      "read staging": s3.get(staging),
      "list staging": s3.list(staging),
      "delete from staging": s3.remove(staging),
      "write to the archive": s3.put(archive),
      "read the archive": s3.get(archive),
      "read the ledger": table.get(ledger),
      "read upload records": table.get(uploadRecords),
      "announce uploads": queue.send(uploads),
    },
  },
  "-UploadsUndeliveredSubscriber": {
    may: table.update(ledger),
    refused: {
      ...account,
      ...buckets,
      "read staging": s3.get(staging),
      "write to the archive": s3.put(archive),
      "scan the ledger": table.scan(ledger),
      "delete from the ledger": table.remove(ledger),
      "take announcements": queue.receive(uploads),
      "take dead letters": queue.receive(deadLetters),
    },
  },
};

/** S3, IAM and the rest each have their own name for it. */
const refusal = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation)/;

if (stack().enforcesIam) {
  describe.each(Object.entries(roles))(
    "with its policies enforced, the role %s",
    (name, { may, refused }) => {
      const borrowed = borrowRole(name);
      afterAll(async () => (await borrowed).giveBack());

      test("may do what it is for", async () => {
        await expect(may(clients((await borrowed).credentials))).resolves.toBeDefined();
      });

      test.each(Object.entries(refused))("may not %s", async (_, call) => {
        const refusedCall = call(clients((await borrowed).credentials));
        await expect(refusedCall).rejects.toMatchObject({ name: expect.stringMatching(refusal) });
      });
    },
  );
} else {
  describe("an emulator that enforces no policies", () => {
    test("is named so in the conformance table; tests/infra judges the policies themselves", () => {
      expect(capability(stack().kind, "iam.role")).not.toBe("works");
    });
  });
}
