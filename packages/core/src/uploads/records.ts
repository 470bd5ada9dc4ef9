import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../aws/clients/documents.ts";
import { type Completed, UploadRecord } from "./record.ts";
import { uploadSettings } from "./settings.ts";

type RecordName = Pick<UploadRecord, "owner" | "id">;

/** What is remembered of uploads. Each `note…` may be repeated without harm. */
export interface Records {
  readonly put: (record: UploadRecord) => Promise<void>;
  readonly get: (owner: string, id: string) => Promise<UploadRecord | undefined>;
  /** Leaves the token of whoever asks first; answers the record as it then is. */
  readonly noteCompleting: (name: RecordName, token: string) => Promise<UploadRecord | undefined>;
  readonly noteCompleted: (name: RecordName, completed: Completed) => Promise<void>;
  /** Answers nothing where there is no such record, or it is complete. */
  readonly noteAborted: (name: RecordName, now: number) => Promise<UploadRecord | undefined>;
  /** Does nothing where the file was registered anew meanwhile. */
  readonly noteUploadId: (record: UploadRecord, uploadId: string) => Promise<void>;
}

interface Table {
  readonly db?: Pick<DynamoDBDocumentClient, "send">;
  readonly table?: string;
}

/** The table of upload records: partition key `owner`, sort key `id`, time to live `expires_at`. */
export function uploadRecords({
  db = documentClient(),
  table = uploadSettings().recordsTable,
}: Table = {}): Records {
  const update = (name: RecordName, change: Change) => updateIf({ db, table }, name, change);
  return {
    put: async (record) => {
      await db.send(new PutCommand({ TableName: table, Item: record }));
    },
    get: async (owner, id) => {
      const key = { TableName: table, Key: { owner, id } };
      const { Item } = await db.send(new GetCommand({ ...key, ConsistentRead: true }));
      return Item && UploadRecord().parse(Item);
    },
    noteCompleting: (name, token) =>
      update(name, {
        set: "completing = if_not_exists(completing, :token)",
        values: { ":token": token },
      }),
    noteCompleted: async (name, completed) => {
      await update(name, { set: "completed = :completed", values: { ":completed": completed } });
    },
    noteAborted: (name, now) =>
      update(name, {
        set: "aborted_at = if_not_exists(aborted_at, :now)",
        where: "attribute_not_exists(completed)",
        values: { ":now": now },
      }),
    noteUploadId: async (record, uploadId) => {
      await update(record, {
        set: "upload_ids = list_append(upload_ids, :ids)",
        where: "correlation = :mine AND NOT contains(upload_ids, :id)",
        values: { ":ids": [uploadId], ":id": uploadId, ":mine": record.correlation },
      });
    },
  };
}

interface Change {
  readonly set: string;
  readonly where?: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Changes a record where it is there, and answers it as it then is. */
async function updateIf(
  { db, table }: Required<Table>,
  { owner, id }: RecordName,
  { set, where, values }: Change,
): Promise<UploadRecord | undefined> {
  const isThere = "attribute_exists(id)";
  const command = new UpdateCommand({
    TableName: table,
    Key: { owner, id },
    UpdateExpression: `SET ${set}`,
    ConditionExpression: where ? `${isThere} AND ${where}` : isThere,
    ExpressionAttributeValues: values,
    ReturnValues: "ALL_NEW",
  });
  try {
    const { Attributes } = await db.send(command);
    return UploadRecord().parse(Attributes);
  } catch (error) {
    const isRefused = error instanceof Error && error.name === "ConditionalCheckFailedException";
    if (isRefused) return undefined;
    throw error;
  }
}
