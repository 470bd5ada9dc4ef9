import type {
  BuildMiddleware,
  DeserializeMiddleware,
  Endpoint,
  MiddlewareStack,
} from "@smithy/types";
import { EscapedEmulatorError } from "./errors.ts";
import { type AwsSettings, awsSettings } from "./settings.ts";

/**
 * Refuses every request, and every presigned URL, whose host is not the endpoint's.
 *
 * Twice, since each place sees what the other can't: after the host is known but before a
 * presigner takes the request away, and last of all before the socket.
 */
export function addGuard<I extends object, O extends object>(
  stack: MiddlewareStack<I, O>,
  endpoint: string,
): void {
  const guardSigning: BuildMiddleware<I, O> = (next) => async (args) => {
    refuseEscape(addressOf(args.request), endpoint);
    return next(args);
  };
  const guardSending: DeserializeMiddleware<I, O> = (next) => async (args) => {
    refuseEscape(addressOf(args.request), endpoint);
    return next(args);
  };
  stack.add(guardSigning, { name: "guardSigning", step: "build", priority: "low", override: true });
  stack.add(guardSending, {
    name: "guardSending",
    step: "deserialize",
    priority: "low",
    override: true,
  });
}

/** Holds an address made outside a client's stack to the endpoint. Throws `EscapedEmulatorError`. */
export function guardUrl(url: string, { endpoint }: AwsSettings = awsSettings()): string {
  if (endpoint !== undefined) refuseEscape(url, endpoint);
  return url;
}

function refuseEscape(address: string, endpoint: string) {
  const host = URL.canParse(address) ? new URL(address).host : address;
  const endpointHost = new URL(endpoint).host;
  if (host !== endpointHost) throw new EscapedEmulatorError({ host, endpointHost });
}

function addressOf(request: unknown): string {
  if (typeof request !== "object" || request === null) return "an unknown host";
  const { protocol, hostname, port }: Partial<Endpoint> = request;
  return `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`;
}
