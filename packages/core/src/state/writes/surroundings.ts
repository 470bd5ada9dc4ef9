import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type Waiting } from "./backoff.ts";

/** What tests and simulations replace. */
export interface Surroundings extends Partial<Waiting> {
  /** An id that nobody else makes, of visible ASCII without spaces. */
  readonly newToken?: () => string;
}

/** Fills in the real ones: timers, chance, and ids of 48 random bits. */
export function surroundings({ sleep, random, newToken }: Surroundings): Required<Surroundings> {
  return {
    sleep: sleep ?? ((ms) => setTimeout(ms)),
    random: random ?? Math.random,
    newToken: newToken ?? (() => randomBytes(6).toString("base64url")),
  };
}
