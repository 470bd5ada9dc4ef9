import { UsageError } from "../../cli/command.ts";
import { nearest } from "../../../packages/local/src/cli/nearest.ts";

/** What a labourer's settings may be called, by the object they are in. */
const known: Readonly<Record<string, readonly string[]>> = {
  "": [
    "arn",
    "max_simultaneous_invocations",
    "duration",
    "cooldown",
    "max_attempts",
    "health_metrics",
    "retry",
    "flow",
    "heartbeat_timeout",
    "payload_schema",
  ],
  retry: ["policy", "base", "cap"],
  flow: ["concurrency", "fair_share", "rate_limit", "priority"],
};

/**
 * Settings that nobody knows are let through, for Python's labourers may have some of their own; but
 * not one that is nearly a known one. Throws `UsageError`, naming it and the one that is meant. Pure.
 */
export function refuseMisspelt(settings: unknown): void {
  for (const [within, names] of Object.entries(known))
    for (const name of Object.keys(objectIn(settings, within))) {
      const meant = names.includes(name) ? undefined : nearest(name, names);
      if (meant !== undefined)
        throw new UsageError(
          `unknown setting ${within && `${within}.`}${name}: did you mean ${meant}?`,
        );
    }
}

function objectIn(settings: unknown, name: string): object {
  if (typeof settings !== "object" || settings === null) return {};
  const found: unknown = name === "" ? settings : Reflect.get(settings, name);
  return typeof found === "object" && found !== null ? found : {};
}
