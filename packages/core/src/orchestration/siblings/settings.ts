import * as z from "zod/mini";
import { type Environment, parseEnvironment } from "../../aws/environment.ts";
import { lazy } from "../../lazy.ts";

const LambdaEnvironment = /* @__PURE__ */ lazy(() =>
  z.object({
    AWS_LAMBDA_FUNCTION_NAME: z.string("the function's name, or the option functionName"),
  }),
);

/** The name of the function that runs this. Throws `InvalidSettingsError` outside of Lambda. */
export const ownName = (env: Environment = process.env): string =>
  parseEnvironment(LambdaEnvironment(), env).AWS_LAMBDA_FUNCTION_NAME;
