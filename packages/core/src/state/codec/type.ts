/** What `JSON.parse` gives. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** How the objects of one class are kept: as a content that can be stored, and back. */
export interface ClassCodec<T extends object = object> {
  /** Stands in what is stored, so it must never change. */
  readonly name: string;
  is(value: object): value is T;
  encode(value: T): unknown;
  decode(content: unknown): T;
}

/** Bounds that nothing stored crosses, in either direction. */
export interface CodecLimits {
  /** Levels of containers in containers. */
  readonly depth: number;
  /** Values in all, containers and what they hold. */
  readonly values: number;
  /** Characters of the text, in UTF-16 units. */
  readonly characters: number;
}

export const codecLimits: CodecLimits = {
  depth: 500,
  values: 1_000_000,
  characters: 32 * 1024 * 1024,
};

export interface CodecOptions {
  readonly classes?: readonly ClassCodec[];
  readonly limits?: CodecLimits;
}
