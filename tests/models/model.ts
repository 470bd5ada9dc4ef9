import { type Random } from "./random.ts";

/** What every model is given: the time and the chances are its caller's. */
export interface ModelContext {
  /** Milliseconds since 1970 by the service's own clock. Never goes back. */
  readonly now: () => number;
  readonly random: Random;
}

/** Any command of the SDK: its class tells the operation, `input` carries the request. */
export interface CommandLike {
  readonly input: object;
}

/** One request, ready to travel. A retry sends the same one again. */
export interface ModelRequest {
  /** The operation, like `PutItem`. */
  readonly operation: string;
  readonly input: object;
  /** Whether its body is a stream, which the SDK can send but once. */
  readonly once?: boolean;
  /** Carries it out at once, as the service does at the instant it arrives. Throws the SDK's own exceptions. */
  apply(): object | Promise<object>;
  /** What the SDK makes of the service's answer. */
  decode(answer: object): object;
}

/** A service in memory. */
export interface ServiceModel {
  /** Does what the SDK does before it sends: marshals, reads a streamed body, draws idempotency tokens. */
  prepare(command: CommandLike): Promise<ModelRequest>;
}

/** Time that somebody makes pass: a simulation, or (in a test of a model) the test itself. */
export interface Clock {
  now(): number;
  /** Does something so many ms from now; returns how to call it off. */
  after(ms: number, act: () => void): () => void;
}
