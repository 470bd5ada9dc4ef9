import type { Where } from "../resource-type.ts";

/** `arn(where, "sqs", name)` → `arn:aws:sqs:us-east-1:000000000000:name`. */
export function arn({ account, region, partition }: Where, service: string, ...parts: unknown[]) {
  return ["arn", partition, service, region, account, ...parts].map(String).join(":");
}

/** The same for what has no region: `iam`. */
export function globalArn({ account, partition }: Where, service: string, resource: string) {
  return ["arn", partition, service, "", account, resource].join(":");
}
