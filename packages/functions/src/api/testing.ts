import { type Caller, scopes } from "@switchyard/core/uploads/caller.ts";
import type { Trace } from "@switchyard/core/tracing/trace.ts";
import { createApi } from "./app.ts";
import type { Log } from "./log.ts";
import { type Services, services } from "./services.ts";
import type { ApiSettings } from "./settings.ts";

/** An API whose services are stand-ins, with two tokens: `good` may do all, `reader` only read. */
export const callers: Readonly<Record<string, Caller>> = {
  good: { id: "alice", scopes: [...scopes] },
  reader: { id: "rita", scopes: ["files:read"] },
};
export const settings: ApiSettings = { stage: "test", allowAnonymous: true, allowedOrigins: [] };

export interface LogLine {
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export function testApi(
  change: Partial<ApiSettings> = {},
  stood: Partial<Services> = {},
  trace?: Trace,
) {
  const lines: LogLine[] = [];
  const note: Log["info"] = (message, ...[facts]) => {
    lines.push({ message: JSON.stringify(message), facts: Object(facts) });
  };
  const api = createApi({
    settings: { ...settings, ...change },
    services: { ...services, ...stood },
    authenticate: async (token) => callers[token],
    trace,
    log: { info: note, warn: note, error: note },
  });
  /** Sends JSON with the good token, unless told otherwise. */
  const send = (method: string, path: string, body?: unknown, headers: Headers = {}) =>
    api.request(path, {
      method,
      headers: {
        authorization: "Bearer good",
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      body: typeof body === "string" || body === undefined ? body : JSON.stringify(body),
    });
  return { api, lines, send };
}
type Headers = Readonly<Record<string, string>>;
