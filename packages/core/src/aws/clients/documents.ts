import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { lazy } from "../../lazy.ts";
import { dynamoDBClient } from "./dynamodb.ts";

/** One document client of DynamoDB for a process. */
export const documentClient = /* @__PURE__ */ lazy(() =>
  DynamoDBDocumentClient.from(dynamoDBClient(), {
    marshallOptions: { removeUndefinedValues: true },
  }),
);
