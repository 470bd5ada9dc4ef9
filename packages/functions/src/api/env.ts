import type { Caller } from "@switchyard/core/uploads/caller.ts";
import type { Services } from "./services.ts";
import type { ApiSettings } from "./settings.ts";

/** What every route finds in its context. */
export interface ApiEnv {
  /** What the Lambda adapter adds. */
  Bindings: { requestContext?: { requestId?: string } };
  Variables: {
    /** Set where a route asks for a scope. */
    caller: Caller;
    /** Of this one request. */
    requestId: string;
    /** Of all that one cause set off; the client may give it. */
    correlationId: string;
    /** The upload that a request began, for its log line. */
    upload?: { readonly key: string; readonly correlationId: string };
    services: Services;
    settings: ApiSettings;
    authenticate: Authenticate;
  };
}

/** Tells the caller a bearer token speaks for; nobody where it isn't good. */
export type Authenticate = (token: string) => Promise<Caller | undefined>;
