import { Bucket } from "@switchyard/core/state/bucket";
import { configurationKey, stateBucket } from "./settings.ts";

type Configuration = Record<string, unknown>;

interface Event {
  /** Settings to change; null removes one. Without it nothing is written. */
  readonly change?: Configuration;
  /** An earlier version's id, to look at. */
  readonly versionId?: string;
}

/** A snapshot of an app's configuration that any function may read; every change is a version. */
export async function handler({ change, versionId }: Event = {}) {
  const bucket = await Bucket.open<Configuration>({
    bucket: stateBucket(),
    key: configurationKey,
    pretty: true,
  });
  if (change) return { configuration: await bucket.update((now) => merged(now, change)) };
  return { configuration: await bucket.get({ versionId }) };
}

const merged = (now: Configuration, change: Configuration): Configuration =>
  Object.fromEntries(Object.entries({ ...now, ...change }).filter(([, value]) => value !== null));
