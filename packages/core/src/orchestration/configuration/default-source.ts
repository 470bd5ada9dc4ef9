import { type ConfigurationSource } from "./source.ts";

/** The DynamoDB table; its client is loaded when something is first read. */
export const defaultSource: ConfigurationSource = {
  name: "the DynamoDB table of configurations",
  get: async (name) => (await table()).get(name),
};

const table = async () => (await import("./sources/table.ts")).configTable();
