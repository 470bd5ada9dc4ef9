import * as sdk from "@aws-sdk/client-dynamodb";
import { metadata } from "../errors.ts";
import { type CommandLike, type ModelContext, type ServiceModel } from "../model.ts";
import { operation, operationTable } from "../operations.ts";
import { type Database, type DatabaseOptions } from "./database.ts";
import { isDocumentCommand, marshalInput, unmarshalOutput } from "./documents.ts";
import { batchGetItem } from "./operations/batch-get.ts";
import { batchWriteItem } from "./operations/batch-write.ts";
import { deleteItem } from "./operations/delete.ts";
import { getItem } from "./operations/get.ts";
import { putItem } from "./operations/put.ts";
import { query } from "./operations/query.ts";
import { scan } from "./operations/scan.ts";
import { createTable, deleteTable, describeTable } from "./operations/tables.ts";
import { transactGetItems } from "./operations/transact-get.ts";
import { transactWriteItems } from "./operations/transact-write.ts";
import { updateItem } from "./operations/update.ts";

/**
 * DynamoDB in memory, for plain commands and document commands.
 *
 * `lags` (ms) let global indexes and replicas fall behind; 0, the default, is at once.
 * Streams, TTL's deletions, PartiQL and the parameters from before expressions aren't modelled.
 */
export function dynamodbModel(
  context: ModelContext,
  { lags = { index: 0, replica: 0 }, unprocessed = 0 }: Partial<DatabaseOptions> = {},
): ServiceModel {
  const options = { lags, unprocessed };
  const database: Database = { context, options, tables: new Map(), transactions: new Map() };
  const find = operationTable("DynamoDB", operationsOn(database));
  return {
    async prepare(command) {
      const { run, name } = find(isDocumentCommand(command) ? command.clientCommand : command);
      const input = inputOf(command, context);
      return {
        operation: name,
        input,
        apply: () => ({ $metadata: metadata(), ...run(input) }),
        // Whoever asked gets values of their own: what is stored never changes.
        decode: (answer) =>
          isDocumentCommand(command) ? unmarshalOutput(command, answer) : structuredClone(answer),
      };
    },
  };
}

/** The input as it travels: values marshalled, and the token that makes a retried transaction one. */
function inputOf(command: CommandLike, { random }: ModelContext): object {
  const isDocument = isDocumentCommand(command);
  const input = isDocument ? marshalInput(command) : structuredClone(command.input);
  const { constructor } = isDocument ? command.clientCommand : command;
  if (constructor !== sdk.TransactWriteItemsCommand) return input;
  return { ClientRequestToken: random.hex(32), ...input };
}

function operationsOn(database: Database) {
  return [
    operation(sdk.GetItemCommand, (input) => getItem(database, input)),
    operation(sdk.PutItemCommand, (input) => putItem(database, input)),
    operation(sdk.UpdateItemCommand, (input) => updateItem(database, input)),
    operation(sdk.DeleteItemCommand, (input) => deleteItem(database, input)),
    operation(sdk.QueryCommand, (input) => query(database, input)),
    operation(sdk.ScanCommand, (input) => scan(database, input)),
    operation(sdk.BatchGetItemCommand, (input) => batchGetItem(database, input)),
    operation(sdk.BatchWriteItemCommand, (input) => batchWriteItem(database, input)),
    operation(sdk.TransactWriteItemsCommand, (input) => transactWriteItems(database, input)),
    operation(sdk.TransactGetItemsCommand, (input) => transactGetItems(database, input)),
    operation(sdk.CreateTableCommand, (input) => createTable(database, input)),
    operation(sdk.DescribeTableCommand, (input) => describeTable(database, input)),
    operation(sdk.DeleteTableCommand, (input) => deleteTable(database, input)),
  ];
}
