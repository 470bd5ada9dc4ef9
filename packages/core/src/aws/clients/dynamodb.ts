import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { lazy } from "../../lazy.ts";
import { clientConfig, equip } from "../config.ts";

/** One client of DynamoDB for a process. */
export const dynamoDBClient = /* @__PURE__ */ lazy(() => equip(new DynamoDBClient(clientConfig())));
