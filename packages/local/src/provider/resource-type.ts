import type { Aws } from "./aws.ts";

/** Inputs or outputs of a resource, in the words of Pulumi's AWS provider. */
export type Properties = Record<string, unknown>;

/** Account, region and partition that names and ARNs are made of. */
export interface Where {
  account: string;
  region: string;
  partition: string;
}

/** What exists already, as the state remembers it. */
export interface Existing {
  id: string;
  inputs: Properties;
  outputs: Properties;
}

/** What a type does on an emulator, and which inputs it does it with. Any other input is an error, never ignored. */
export interface ResourceType {
  /**
   * Paths of the inputs that are honoured: `rules[].expiration.days`. A path covers what lies below it.
   */
  readonly honours: readonly string[];
  /** Paths that are left out on purpose, each with the reason. */
  readonly leavesOut?: Readonly<Record<string, string>>;
  /** The outputs that are known before anything exists: names, ARNs. Pure; also what synthesis without an emulator answers. */
  outputs(inputs: Properties, where: Where): Properties & { id: string };
  /**
   * Makes the resource be as `inputs` say, whether or not it exists (a run may have died half-way).
   * Returns the outputs that only the emulator knows.
   */
  put(inputs: Properties, aws: Aws, existing: Existing | undefined): Promise<Properties | void>;
  /** Removes it; nothing happens where it is gone. */
  remove(existing: Existing, aws: Aws): Promise<void>;
  /** Inputs whose change can't be made in place: the resource is removed and made anew. */
  readonly replaces?: readonly string[];
  /** What the emulator says of it now, in the words of the inputs: compared with them by the parity check. */
  observe(existing: Existing, aws: Aws): Promise<Properties>;
}
