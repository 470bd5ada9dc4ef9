// Vite makes it: the address of the worker's own script.
// oxlint-disable-next-line import/default
import workerUrl from "./simulate.worker.ts?worker&url";

interface Policy {
  createScriptURL(url: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
}

let policy: Policy | undefined;

/** A worker for one simulation. The page's policy lets no other script become one. */
export function simulationWorker(): Worker {
  // Not every browser has it.
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy("switchyard-simulator", {
    createScriptURL: () => workerUrl,
  });
  return new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: "module" });
}
