import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Client, MetadataBearer } from "@smithy/types";
import { stack } from "../stack.ts";

/** What goes wrong with one call to the emulator. */
export const faults = [
  /** It never reaches the emulator; the SDK sends it again. */
  "refused",
  /** It is done, and its answer is lost; the SDK sends it again. */
  "lost",
  /** Each time that it is sent it is done, and no answer comes. */
  "silence",
  /** The run ends before the call. */
  "crashBefore",
  /** The run ends when the call is done, before it can act on the answer. */
  "crashAfter",
] as const;
export type Fault = (typeof faults)[number];

/** Some run's calls: how many there were, and the one that something happens to. */
export interface Calls {
  count: number;
  readonly fault?: { readonly at: number; readonly kind: Fault };
  /** Called when the run ends as a killed process does. */
  readonly crash: () => void;
}

/** Clients of the emulator on which the fault happens. */
export function faultyClients(calls: Calls) {
  const { endpoint, region, credentials } = stack();
  const config = { endpoint, region, credentials, retryMode: "standard" };
  const s3Config = { ...config, forcePathStyle: true };
  return {
    s3: faulty(new S3Client(s3Config), calls),
    s3Once: faulty(new S3Client({ ...s3Config, maxAttempts: 1 }), calls),
    db: DynamoDBDocumentClient.from(faulty(new DynamoDBClient(config), calls), {
      marshallOptions: { removeUndefinedValues: true },
    }),
  };
}

type Equippable = Pick<Client<object, MetadataBearer, unknown>, "middlewareStack">;

/** One logical call counts once, however often the SDK sends it: it is the innermost step that fails. */
function faulty<C>(client: C & { middlewareStack: unknown }, calls: Calls): C {
  const { middlewareStack } = client as unknown as Equippable;
  const hit = new WeakMap<object, { kind: Fault; sent: number }>();
  middlewareStack.add(
    (next, context) => (args) => {
      const at = calls.count++;
      if (calls.fault?.at === at) hit.set(context, { kind: calls.fault.kind, sent: 0 });
      return next(args);
    },
    { step: "initialize", name: "countCall" },
  );
  middlewareStack.add(
    (next, context) => async (args) => {
      const struck = hit.get(context);
      if (!struck) return next(args);
      struck.sent++;
      return strike(struck, () => next(args), calls.crash);
    },
    { step: "deserialize", name: "strikeCall", priority: "low" },
  );
  return client;
}

async function strike<T>(
  { kind, sent }: { kind: Fault; sent: number },
  send: () => Promise<T>,
  crash: () => void,
): Promise<T> {
  if (kind === "crashBefore") return endRun(crash);
  if (kind === "refused" && sent === 1) throw new BrokenConnectionError("ECONNREFUSED");
  const answer = await send();
  if (kind === "crashAfter") return endRun(crash);
  if (kind === "silence" || (kind === "lost" && sent === 1))
    throw new BrokenConnectionError("ECONNRESET");
  return answer;
}

/** Nothing after it is done: whoever awaits it waits for ever. */
function endRun(crash: () => void): Promise<never> {
  crash();
  return new Promise(() => undefined);
}

/** As Node's HTTP client says it; the SDK tries again. */
class BrokenConnectionError extends Error {
  override readonly name = "TimeoutError";
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
