import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBDocumentClient, UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { documentClient } from "../aws/clients.ts";
import { uploadSettings } from "./settings.ts";

/**
 * A file that was registered (`id` is `file#<key>`), or a multipart upload that the API opened
 * (`id` is `multipart#<token>`). Times are ms since 1970; `expires_at` is DynamoDB's, in seconds.
 */
export const UploadRecord = z.object({
  schema: z.literal(1),
  owner: z.string(),
  id: z.string(),
  key: z.string(),
  type: z.string(),
  size: z.number(),
  part_size: z.number(),
  part_count: z.number(),
  overwrite: z.boolean(),
  correlation: z.string(),
  /** S3's ids of the multipart uploads of this file. */
  upload_ids: z.array(z.string()),
  created_at: z.number(),
  /** The token of the first call that asked for completion. */
  completing: z.string().optional(),
  completed: z.object({ etag: z.string(), version: z.string().optional() }).optional(),
  aborted_at: z.number().optional(),
  expires_at: z.number(),
});
export type UploadRecord = z.infer<typeof UploadRecord>;

export interface Records {
  readonly put: (record: UploadRecord) => Promise<void>;
  readonly get: (owner: string, id: string) => Promise<UploadRecord | undefined>;
  /** Changes a record where it is there; answers it as it then is. */
  readonly update: (record: RecordName, change: RecordChange) => Promise<UploadRecord | undefined>;
}
export type RecordName = Pick<UploadRecord, "owner" | "id">;
/** An update expression with its values: `SET completed = :completed`. */
export interface RecordChange {
  readonly expression: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Besides that the record is there. */
  readonly condition?: string;
}

/** The table of upload records: partition key `owner`, sort key `id`, time to live `expires_at`. */
export function uploadRecords({
  db = documentClient(),
  table = uploadSettings().recordsTable,
}: { db?: Pick<DynamoDBDocumentClient, "send">; table?: string } = {}): Records {
  return {
    put: async (record) => {
      await db.send(new PutCommand({ TableName: table, Item: record }));
    },
    get: async (owner, id) => {
      const Key = { owner, id };
      const { Item } = await db.send(
        new GetCommand({ TableName: table, Key, ConsistentRead: true }),
      );
      return Item && UploadRecord.parse(Item);
    },
    update: async ({ owner, id }, change) => {
      const input = { TableName: table, Key: { owner, id }, ...updateOf(change) };
      try {
        const { Attributes } = await db.send(new UpdateCommand(input));
        return UploadRecord.parse(Attributes);
      } catch (error) {
        if (error instanceof Error && error.name === "ConditionalCheckFailedException") {
          return undefined;
        }
        throw error;
      }
    },
  };
}

function updateOf({ expression, values, condition }: RecordChange) {
  const isThere = "attribute_exists(id)";
  return {
    UpdateExpression: expression,
    ConditionExpression: condition ? `${isThere} AND ${condition}` : isThere,
    ExpressionAttributeValues: values,
    ReturnValues: "ALL_NEW",
  } satisfies Partial<UpdateCommandInput>;
}
