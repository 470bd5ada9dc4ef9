import { type Context } from "./context.ts";
import { describeEmulator, watchHealth } from "./describe.ts";
import { GivenEndpointError } from "./errors.ts";
import { readHealth } from "./health.ts";
import { type Emulator } from "./types.ts";

/**
 * The emulator at AWS_ENDPOINT_URL. It was there before and is left as it is.
 *
 * Throws `GivenEndpointError` when nothing answers there.
 */
export async function useGiven(endpoint: string, { settings, say }: Context): Promise<Emulator> {
  // Where nobody listens that shows at once; one that is busy may take its time.
  const health = await readHealth(endpoint, { timeoutMs: 30_000 });
  if (health === undefined) {
    const message = `Nothing answers at AWS_ENDPOINT_URL (${endpoint}).`;
    throw new GivenEndpointError(
      "silent",
      message,
      "Start that emulator, or unset AWS_ENDPOINT_URL",
    );
  }
  say(`Using ${health.kind} ${health.version} at ${endpoint} (AWS_ENDPOINT_URL).`);
  const watch = watchHealth(endpoint);
  return describeEmulator({
    name: "given",
    endpoint,
    region: settings.region,
    health,
    // Nobody tells us when it was started; who keeps state must look whether things are there.
    instance: `given:${endpoint}`,
    reused: true,
    credentials: settings.credentials,
    died: watch.died,
    stop: async () => watch.stop(),
  });
}
