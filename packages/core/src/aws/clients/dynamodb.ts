import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { lazy } from "../../lazy.ts";
import { clientConfig, equip } from "../config.ts";

/** One document client of DynamoDB for a process. */
export const documentClient = /* @__PURE__ */ lazy(() =>
  DynamoDBDocumentClient.from(equip(new DynamoDBClient(clientConfig())), {
    marshallOptions: { removeUndefinedValues: true },
  }),
);
