import { type Environment } from "../aws/environment.ts";

/** Where this invocation's trace goes, and to which of its segments work belongs. */
export interface TraceContext {
  readonly traceId: string;
  readonly parentId: string;
  readonly host: string;
  readonly port: number;
}

/**
 * Reads what Lambda says of the trace: `_X_AMZN_TRACE_ID`, new with each invocation, and
 * `AWS_XRAY_DAEMON_ADDRESS`. `undefined` where nothing is traced, or this invocation isn't sampled.
 */
export function traceContext(env: Environment = process.env): TraceContext | undefined {
  const header = env["_X_AMZN_TRACE_ID"] ?? "";
  const said = Object.fromEntries(header.split(";").map((part) => part.split("=")));
  const [, host, port] = /^(.+):(\d+)$/.exec(env["AWS_XRAY_DAEMON_ADDRESS"] ?? "") ?? [];
  const { Root: traceId, Parent: parentId, Sampled: sampled } = said as Record<string, string>;
  if (!traceId || !parentId || sampled !== "1" || !host || !port) return undefined;
  return { traceId, parentId, host, port: Number(port) };
}
