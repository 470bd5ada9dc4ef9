import { InvalidSettingsError } from "@switchyard/core/aws/environment.ts";

/** The bucket that the configuration is kept in. Throws `InvalidSettingsError`. */
export const stateBucket = () => named("STATE_BUCKET", "a bucket's name");

/** The function in whose environment visits are counted. Throws `InvalidSettingsError`. */
export const visitsFunction = () => named("VISITS_FUNCTION", "a function's name");

/** The object in it. */
export const configurationKey = "configuration.json";

/** The map that counted primes are kept in. Throws `InvalidSettingsError`. */
export const primesMap = () => ({
  tableName: named("PERSISTENCE_TABLE_NAME", "a table's name"),
  tableKey: named("PERSISTENCE_TABLE_KEY", "a map's key"),
});

function named(variable: string, expected: string): string {
  const value = process.env[variable];
  if (value) return value;
  throw new InvalidSettingsError([{ field: variable, value, expected }]);
}
