/** One resource of a synthesised program. */
export interface GraphResource {
  urn: string;
  /** Like `aws:s3/bucket:Bucket`. */
  type: string;
  /** The logical name. */
  name: string;
  /** URN of the component it belongs to; of the stack at the top. */
  parent: string;
  /** False for components, which only group. */
  custom: boolean;
  /** URNs. */
  dependencies: string[];
  /** Secrets are `[secret]`, assets `asset`. */
  inputs: Record<string, unknown>;
}

/** All that an SST program would create, without having created anything. */
export interface Graph {
  app: string;
  stage: string;
  resources: GraphResource[];
  /** What the program's `run()` returned. */
  outputs: Record<string, unknown>;
}
