import { type ConfigurationSource } from "./source.ts";

/** The DynamoDB table; its client is loaded when it is first needed. */
export const defaultSource: ConfigurationSource = {
  name: "the DynamoDB table of configurations",
  get: async (name) => (await table()).get(name),
  getByPrefix: async (prefix) => (await table()).getByPrefix?.(prefix) ?? {},
  put: async (name, value) => (await table()).put?.(name, value),
};

const table = async () => (await import("./sources/table.ts")).configTable();
