import { setTimeout as sleep } from "node:timers/promises";
import { ProgramError } from "./errors.ts";
import type { Engine, Registration } from "./pulumi.ts";

const quietMs = 300;
const limitMs = 60_000;

/**
 * Tells when a program has registered all it will.
 *
 * Pulumi's SDK counts its own calls alone, and SST makes resources in callbacks: a function's only after its bundle is
 * built and packed, of which the SDK knows nothing. (Its own engine waits for the process to end.) Taking a program
 * for done too early would remove what it was about to register.
 */
export function settling() {
  let inFlight = 0;
  let last = performance.now();
  const awaited = new Set<string>();
  const track = async <T>(work: () => Promise<T>): Promise<T> => {
    inFlight++;
    try {
      return await work();
    } finally {
      inFlight--;
      last = performance.now();
    }
  };
  const note = ({ type, name }: Registration) => {
    // SST names a function's resource after its component.
    if (type === "sst:aws:Function") awaited.add(`${name}Function`);
    if (type === "aws:lambda/function:Function") awaited.delete(name);
  };
  return {
    track,
    watch: (engine: Engine): Engine => ({
      register: (registration) => {
        note(registration);
        return track(() => engine.register(registration));
      },
      call: (token, inputs) => track(() => engine.call(token, inputs)),
    }),
    /** Resolves once nothing is under way or to be expected. Throws `ProgramError` for a function that never comes. */
    async settled() {
      for (;;) {
        const quiet = performance.now() - last;
        if (inFlight === 0 && awaited.size === 0 && quiet >= quietMs) return;
        if (inFlight === 0 && quiet >= limitMs)
          throw new ProgramError(`Never made, though announced: ${[...awaited].join(", ")}`);
        await sleep(20);
      }
    },
  };
}
