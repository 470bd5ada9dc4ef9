import * as z from "zod/mini";
import { issuesOf, parseEnvironment, type Environment } from "../../aws/environment.ts";
import { InvalidInputError } from "../../errors.ts";
import { lazy } from "../../lazy.ts";
import { type Compression } from "./pack.ts";

export interface JarSettings {
  readonly functionName: string;
  readonly variable: string;
  readonly compression: Compression | undefined;
  readonly maxAttempts: number;
}

const Options = /* @__PURE__ */ lazy(() =>
  z.object({
    functionName: z.optional(
      z.string().check(z.regex(/^[\w:-]{1,170}$/, "a function's name or ARN, without a version")),
    ),
    variable: z.prefault(
      z
        .string()
        .check(
          z.regex(/^[a-z]\w{1,100}$/i, "a variable's name: a letter, then letters, digits, _"),
        ),
      "jar",
    ),
    compression: z.prefault(
      z.union(
        [z.boolean(), z.literal("deflate"), z.literal("brotli")],
        '"deflate", "brotli" or a boolean',
      ),
      false,
    ),
    maxAttempts: z.prefault(z.int().check(z.minimum(1), z.maximum(1_000)), 20),
  }),
);

const LambdaEnvironment = /* @__PURE__ */ lazy(() =>
  z.object({
    AWS_LAMBDA_FUNCTION_NAME: z.string("the function's name, or the option functionName"),
  }),
);

/** Checks options and takes the function's own name where none is given. Throws `InvalidInputError`, `InvalidSettingsError`. */
export function jarSettings(options: object, env: Environment = process.env): JarSettings {
  const { success, data, error } = z.safeParse(Options(), options);
  if (!success) throw new InvalidInputError(issuesOf(error, options));
  const { compression, ...given } = data;
  return {
    ...given,
    functionName:
      data.functionName ?? parseEnvironment(LambdaEnvironment(), env).AWS_LAMBDA_FUNCTION_NAME,
    compression: compression === true ? "deflate" : compression || undefined,
  };
}
