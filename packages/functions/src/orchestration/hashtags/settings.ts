import { parseEnvironment } from "@switchyard/core/aws/environment.ts";
import * as z from "zod/mini";

/** The table of counts. Throws `InvalidSettingsError` where the environment names none. */
export const countsTable = (): string =>
  parseEnvironment(z.object({ COUNTS_TABLE: z.string() }), process.env).COUNTS_TABLE;
