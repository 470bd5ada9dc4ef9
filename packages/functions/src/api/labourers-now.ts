import { lazy } from "@switchyard/core/lazy.ts";
import { registeredLabourers } from "@switchyard/core/orchestration/configuration/labourers.ts";
import type { Labourer } from "@switchyard/core/orchestration/labourer.ts";
import { orchestrationSettings } from "@switchyard/core/orchestration/settings.ts";

const registered = lazy(() => registeredLabourers(orchestrationSettings()));

/** The labourers as this container last read them: the deployment's and the configuration table's. */
export const labourersNow = (): Promise<readonly Labourer[]> => registered()();
