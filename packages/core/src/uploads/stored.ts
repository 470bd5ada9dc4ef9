import { paginateQuery, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../aws/clients/documents.ts";
import {
  type FileRecord,
  type FileState,
  laneVersion,
  readRecord,
} from "../pipeline/ledger/record.ts";
import { UploadExistsError } from "./errors.ts";
import { uploadSettings } from "./settings.ts";

interface LedgerReader {
  readonly db?: DynamoDBDocumentClient;
  readonly table?: string;
}

/** Every version the ledger knows of one key. */
export async function versionsOf(
  key: string,
  { db = documentClient(), table = uploadSettings().ledgerTable }: LedgerReader = {},
): Promise<FileRecord[]> {
  const pages = paginateQuery(
    { client: db },
    {
      TableName: table,
      KeyConditionExpression: "#key = :key",
      ExpressionAttributeNames: { "#key": "key" },
      ExpressionAttributeValues: { ":key": key },
      ConsistentRead: true,
    },
  );
  const records: FileRecord[] = [];
  for await (const { Items = [] } of pages) {
    const versions = Items.filter(({ version }) => version !== laneVersion);
    records.push(...versions.map((item) => readRecord(item)));
  }
  return records;
}

/** States in which nothing is stored under the key itself. */
const vacant: ReadonlySet<FileState> = new Set(["gone", "expired", "superseded"]);

/**
 * Throws `UploadExistsError` where a version of the key is on its way or in the archive. What is
 * in staging and not known yet, S3 itself refuses by `If-None-Match`.
 */
export async function refuseExisting(key: string, ledger: LedgerReader = {}): Promise<void> {
  const versions = await versionsOf(key, ledger);
  if (versions.some(({ state }) => !vacant.has(state))) throw new UploadExistsError(key);
}
