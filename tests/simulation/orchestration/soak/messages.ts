import { type OrchestrationScenario } from "../scenario.ts";

/** A history that went wrong, as small as it could be made. */
export interface Wrong {
  readonly seed: number;
  /** Which of the seed's histories, and how it was made smaller. */
  readonly path: string;
  readonly scenario: OrchestrationScenario;
  readonly sentences: readonly string[];
}

/** What a job tells whoever gave it a block. */
export type News =
  | { readonly kind: "ran"; readonly histories: number }
  /** Something went wrong; its smallest form is looked for. */
  | { readonly kind: "shrinking"; readonly sentences: readonly string[] }
  | { readonly kind: "wrong"; readonly wrong: Wrong }
  | { readonly kind: "finished" };
