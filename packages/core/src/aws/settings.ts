import * as z from "zod/mini";
import { lazy } from "../lazy.ts";
import { parseEnvironment, type Environment } from "./environment.ts";
import { wholeNumber } from "./whole-number.ts";

const text = () => z.optional(z.string());

const AwsEnvironment = /* @__PURE__ */ lazy(() =>
  z.object({
    AWS_ENDPOINT_URL: z.optional(z.string().check(z.refine(isHttp, "an http or https URL"))),
    AWS_REGION: text(),
    AWS_DEFAULT_REGION: text(),
    AWS_ACCESS_KEY_ID: text(),
    AWS_MAX_ATTEMPTS: z.prefault(wholeNumber(1, 10), 4),
  }),
);

export interface AwsSettings {
  /** An emulator's address; absent on AWS. */
  readonly endpoint?: string;
  /** Absent: the SDK's own search (profile) decides. */
  readonly region?: string;
  /** Keys are in the environment; otherwise an emulator gets made-up ones, never a real profile's. */
  readonly hasKeys: boolean;
  /** Tries of one call, the first included. */
  readonly maxAttempts: number;
}

/**
 * What the clients need from the environment: `AWS_ENDPOINT_URL`, `AWS_REGION` (or
 * `AWS_DEFAULT_REGION`), `AWS_MAX_ATTEMPTS`. Throws `InvalidSettingsError`.
 */
export function awsSettings(env: Environment = process.env): AwsSettings {
  const read = parseEnvironment(AwsEnvironment(), env);
  const endpoint = read.AWS_ENDPOINT_URL;
  return {
    endpoint,
    region: read.AWS_REGION ?? read.AWS_DEFAULT_REGION ?? (endpoint ? "us-east-1" : undefined),
    hasKeys: read.AWS_ACCESS_KEY_ID !== undefined,
    maxAttempts: read.AWS_MAX_ATTEMPTS,
  };
}

const isHttp = (address: string) => /^https?:$/.test(URL.parse(address)?.protocol ?? "");
