import { stage } from "./stage";

/** Where every uploaded version is, and who holds it. */
export const ledger = new sst.aws.Dynamo("Ledger", {
  fields: {
    key: "string",
    version: "string",
    owner: "string",
    owner_state: "string",
    received_at: "number",
  },
  ttl: "expires_at",
  primaryIndex: { hashKey: "key", rangeKey: "version" },
  globalIndexes: {
    by_owner: { hashKey: "owner", rangeKey: "received_at" },
    by_state: { hashKey: "owner_state", rangeKey: "received_at" },
  },
  deletionProtection: stage.deletionProtection,
});
