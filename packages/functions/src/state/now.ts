import { inspectJar } from "@switchyard/core/state/inspect/jar.ts";
import { inspectMap } from "@switchyard/core/state/inspect/map.ts";
import { inspectObject } from "@switchyard/core/state/inspect/object.ts";
import { configurationKey, primesMap, stateBucket, visitsFunction } from "./settings.ts";

/** What the sample functions hold now, for a person to look at: read, never written. */
export const visitsNow = () => inspectJar({ functionName: visitsFunction() });

export const configurationNow = (versionId?: string) =>
  inspectObject({ bucket: stateBucket(), key: configurationKey, versionId });

export const primesNow = (page: { readonly skip: number; readonly limit: number }) =>
  inspectMap({ ...primesMap(), ...page });
