import { InvalidSettingsError } from "@switchyard/core/aws/environment.ts";

/** The bucket that the configuration is kept in. Throws `InvalidSettingsError`. */
export function stateBucket(env: Readonly<Record<string, string | undefined>> = process.env) {
  const value = env["STATE_BUCKET"];
  if (value) return value;
  const expected = "a bucket's name";
  throw new InvalidSettingsError([{ field: "STATE_BUCKET", value, expected }]);
}
