import { runApart } from "../apart.ts";
import type { Progress } from "../provider/provider.ts";
import type { Deployment, DeployOptions } from "./deploy.ts";

/**
 * `deploy` in a process of its own. What was made before a failure stays, and the next run goes on from there.
 *
 * Throws `WorkFailedError` with the code of what failed.
 */
export const deployApart = ({ onChange, ...options }: DeployOptions) =>
  runApart<Deployment>(
    new URL("worker.ts", import.meta.url),
    options,
    (change: Parameters<Progress>) => onChange?.(...change),
  );
