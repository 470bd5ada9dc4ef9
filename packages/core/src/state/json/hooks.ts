/** Like `JSON.stringify`'s replacer; `this` is the object that holds the key. */
export type Replacer = (this: unknown, key: string, value: unknown) => unknown;

/** Like `JSON.parse`'s reviver; `this` is the object that holds the key. */
export type Reviver = (this: unknown, key: string, value: unknown) => unknown;

/** What turns values into text and back, both ways or one. */
export interface Hooks {
  readonly replacer?: Replacer;
  readonly reviver?: Reviver;
}
