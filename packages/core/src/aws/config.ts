import type { MiddlewareStack } from "@smithy/types";
import { addGuard } from "./guard.ts";
import { addMeter } from "./metering.ts";
import { type AwsSettings, awsSettings } from "./settings.ts";

const emulatorKeys = { accessKeyId: "test", secretAccessKey: "test" };

/**
 * What every client is made with: the endpoint and region, kept-alive connections, 3 s to
 * connect, 30 s without a byte, `maxAttempts` tries.
 *
 * With an endpoint, keys come from the environment or are made up: looking into profiles
 * could ask the real AWS for a login.
 */
export function clientConfig(settings: AwsSettings = awsSettings()) {
  const { endpoint, region, maxAttempts, hasKeys } = settings;
  return {
    region,
    maxAttempts,
    requestHandler: { connectionTimeout: 3_000, socketTimeout: 30_000 },
    ...(endpoint !== undefined && {
      endpoint,
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
    }),
    ...(endpoint !== undefined && !hasKeys && { credentials: emulatorKeys }),
  };
}

/** `clientConfig` and what S3 alone needs: paths on an emulator; no checksum of an empty body in presigned URLs. */
export function s3Config(settings: AwsSettings = awsSettings()) {
  return {
    ...clientConfig(settings),
    forcePathStyle: settings.endpoint !== undefined,
    requestChecksumCalculation: "WHEN_REQUIRED" as const,
    responseChecksumValidation: "WHEN_REQUIRED" as const,
  };
}

/** Gives a new client of any service the escape guard and the cost meter. */
export function equip<I extends object, O extends object, Client extends Equippable<I, O>>(
  client: Client & Equippable<I, O>,
  { endpoint }: AwsSettings = awsSettings(),
): Client {
  addMeter(client.middlewareStack);
  if (endpoint !== undefined) addGuard(client.middlewareStack, endpoint);
  return client;
}

interface Equippable<I extends object, O extends object> {
  readonly middlewareStack: MiddlewareStack<I, O>;
}
