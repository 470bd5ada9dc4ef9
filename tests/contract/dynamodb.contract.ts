import { type Contract } from "./contract.ts";
import { conditions } from "./dynamodb/conditions.ts";
import { items } from "./dynamodb/items.ts";
import { queries } from "./dynamodb/queries.ts";
import { type DynamoDBSubject } from "./dynamodb/subject.ts";
import { transactions } from "./dynamodb/transactions.ts";
import { updates } from "./dynamodb/updates.ts";

/** What core and the tests rely on of DynamoDB. */
export const dynamodbContract: Contract<DynamoDBSubject> = {
  ...items,
  ...conditions,
  ...updates,
  ...queries,
  ...transactions,
};
