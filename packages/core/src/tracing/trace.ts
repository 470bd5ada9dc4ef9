import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { traceContext, type TraceContext } from "./environment.ts";

/** A piece of work, as a trace shows it. */
export interface Work {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly ended: number;
  /** What traces can be searched by; names of letters, digits and `_`. */
  readonly annotations: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly failed?: boolean;
}

/** Sends a piece of work to where traces are kept. */
export type Trace = (work: Work) => Promise<void>;

/**
 * Adds a piece of work to this invocation's X-Ray trace; does nothing where none is kept. Resolves
 * when it is sent; throws what the socket throws.
 *
 * By hand, for the SDK of X-Ray is larger than all the rest of a function. The format:
 * docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */
export async function trace(
  work: Work,
  context: TraceContext | undefined = traceContext(),
  newId = () => randomBytes(8).toString("hex"),
): Promise<void> {
  if (!context) return;
  const text = `${header}\n${JSON.stringify(subsegment(work, context, newId()))}`;
  const socket = createSocket(context.host.includes(":") ? "udp6" : "udp4");
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.send(text, context.port, context.host, (error) => (error ? reject(error) : resolve()));
    });
  } finally {
    socket.close();
  }
}

const header = JSON.stringify({ format: "json", version: 1 });

/** The subsegment's document. Pure. */
export function subsegment(
  { name, began, ended, annotations, failed }: Work,
  { traceId, parentId }: Pick<TraceContext, "traceId" | "parentId">,
  id: string,
) {
  return {
    type: "subsegment",
    // X-Ray takes these characters in names, and 200 of them.
    name: name.replaceAll(/[^\p{L}\p{N}\s_.:/%&#=+\\\-@]/gu, "_").slice(0, 200),
    id,
    trace_id: traceId,
    parent_id: parentId,
    start_time: began / 1000,
    end_time: ended / 1000,
    annotations,
    ...(failed && { fault: true }),
  };
}
