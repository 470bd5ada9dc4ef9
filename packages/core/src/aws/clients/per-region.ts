import { type AwsSettings, awsSettings } from "../settings.ts";

/** Makes a region's client at its first use, and one for a process. Without a region: the environment's. */
export function perRegion<T>(make: (settings: AwsSettings) => T): (region?: string) => T {
  const made = new Map<string | undefined, T>();
  return (region) => {
    const found = made.get(region);
    if (found !== undefined) return found;
    const settings = awsSettings();
    const client = make({ ...settings, region: region ?? settings.region });
    made.set(region, client);
    return client;
  };
}
