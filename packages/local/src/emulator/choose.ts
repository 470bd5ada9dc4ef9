import { type Attempt } from "./errors.ts";

/** Whether a rung can be used; `attempt` says why not. */
export type Rung =
  | { readonly usable: true }
  | { readonly usable: false; readonly attempt: Attempt };

/** What is known so far. A rung nobody has looked at is undefined: looking costs time. */
export interface Facts {
  readonly wanted?: "ministack" | "localstack" | undefined;
  readonly endpoint?: string | undefined;
  readonly ministack?: Rung;
  readonly localstack?: Rung;
}

export type Choice =
  | { readonly kind: "given"; readonly endpoint: string }
  | { readonly kind: "look"; readonly at: "ministack" | "localstack" }
  | { readonly kind: "start"; readonly name: "ministack" | "localstack" }
  | { readonly kind: "none"; readonly tried: readonly Attempt[] };

const ladder = ["ministack", "localstack"] as const;

/**
 * The next step to an emulator. Pure; asked again after each look and each failed start.
 *
 * One asked for by name comes before all; then the endpoint that is given, MiniStack, LocalStack.
 */
export function chooseEmulator(facts: Facts): Choice {
  const { wanted, endpoint } = facts;
  if (wanted === undefined && endpoint !== undefined) return { kind: "given", endpoint };
  const tried: Attempt[] = [];
  for (const name of wanted === undefined ? ladder : [wanted]) {
    const rung = facts[name];
    if (rung === undefined) return { kind: "look", at: name };
    if (rung.usable) return { kind: "start", name };
    tried.push(rung.attempt);
  }
  return { kind: "none", tried };
}
