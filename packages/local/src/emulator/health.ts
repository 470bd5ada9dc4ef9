import * as z from "zod";
import { type EmulatorKind } from "./types.ts";

const MiniStackHealth = z.object({
  version: z.string(),
  auth: z.enum(["enabled", "disabled"]),
});
const LocalStackHealth = z.object({ version: z.string(), edition: z.string() });

export interface Health {
  readonly kind: EmulatorKind;
  readonly version: string;
  readonly enforcesIam: boolean;
}

/**
 * Asks an endpoint which emulator it is. Undefined when nothing answers within `timeoutMs`.
 *
 * What answers but is neither MiniStack nor LocalStack is `unknown`, and taken to enforce nothing.
 */
export async function readHealth(
  endpoint: string,
  { timeoutMs = 2_000 } = {},
): Promise<Health | undefined> {
  const mini = await getJson(`${endpoint}/_ministack/health`, timeoutMs);
  if (mini === undefined) return undefined;
  const ministack = MiniStackHealth.safeParse(mini.body);
  if (ministack.success) {
    const { version, auth } = ministack.data;
    return { kind: "ministack", version, enforcesIam: auth === "enabled" };
  }
  const localstack = LocalStackHealth.safeParse(
    (await getJson(`${endpoint}/_localstack/health`, timeoutMs))?.body,
  );
  if (!localstack.success) return { kind: "unknown", version: "unknown", enforcesIam: false };
  return { kind: "localstack", version: localstack.data.version, enforcesIam: false };
}

async function getJson(url: string, timeoutMs: number): Promise<{ body: unknown } | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    const text = await response.text();
    return { body: parseOrUndefined(text) };
  } catch {
    // Refused, reset or silent: it isn't there (yet).
    return undefined;
  }
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
