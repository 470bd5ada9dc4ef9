import { UnstorableValueError } from "./errors.ts";
import { kindOf, type Kind } from "./kinds.ts";
import { type ClassCodec, type CodecLimits } from "./type.ts";

/** What must be known of a value before its first character is written. */
export interface Survey {
  /** Whether JSON has all of it, so that `JSON.stringify` writes it. */
  isJson: boolean;
  /** The objects that occur more than once. */
  readonly repeated: Set<object>;
  /** What the codecs of classes made of their objects, each asked once. */
  readonly contents: Map<object, { readonly codec: ClassCodec; readonly content: unknown }>;
}

interface Walk extends Survey {
  readonly classes: readonly ClassCodec[];
  readonly limits: CodecLimits;
  readonly seen: Set<object>;
  /** The objects of classes that the walk is inside of. */
  readonly open: Set<object>;
  readonly path: (string | number)[];
  /** The longest path that may be. */
  readonly depth: number;
  values: number;
}

/** Looks at all of a value. Throws `UnstorableValueError` for what can't be stored. */
export function survey(
  value: unknown,
  { classes, limits }: { classes: readonly ClassCodec[]; limits: CodecLimits },
  at: readonly (string | number)[] = [],
): Survey {
  const walk: Walk = {
    classes,
    limits,
    isJson: true,
    repeated: new Set(),
    contents: new Map(),
    seen: new Set(),
    open: new Set(),
    path: [...at],
    depth: at.length + limits.depth,
    values: 0,
  };
  visit(value, walk);
  return walk;
}

function visit(value: unknown, walk: Walk): void {
  if (++walk.values > walk.limits.values) refuse(walk, `more than ${walk.limits.values} values`);
  switch (typeof value) {
    case "string":
    case "boolean":
      return;
    case "number":
      if (!Number.isFinite(value) || Object.is(value, -0)) walk.isJson = false;
      return;
    case "undefined":
    case "bigint":
      walk.isJson = false;
      return;
    case "object":
      if (value !== null) visitObject(value, walk);
      return;
    default:
      refuse(walk, `a ${typeof value}`);
  }
}

function visitObject(value: object, walk: Walk): void {
  if (walk.seen.has(value)) {
    if (walk.open.has(value)) refuse(walk, "a cycle through an object of a class");
    walk.repeated.add(value);
    walk.isJson = false;
    return;
  }
  walk.seen.add(value);
  if (walk.path.length >= walk.depth) refuse(walk, `more than ${walk.limits.depth} levels`);
  const codec = walk.classes.find((one) => one.is(value));
  const kind = codec ?? kindOf(value);
  if (codec) visitClass(value, codec, walk);
  else if (!kind) refuse(walk, `an object of the class ${className(value)}`);
  else visitKind(value, kind as Kind, walk);
}

function visitClass(value: object, codec: ClassCodec, walk: Walk): void {
  const content = codec.encode(value);
  walk.isJson = false;
  walk.contents.set(value, { codec, content });
  walk.open.add(value);
  enter(`<${codec.name}>`, content, walk);
  walk.open.delete(value);
}

function visitKind(value: object, { name }: Kind, walk: Walk): void {
  if (name === "array") return visitArray(value as unknown[], walk);
  if (name !== "object") walk.isJson = false;
  if (name === "view") return;
  refuseSymbols(value, walk);
  if (name === "map") visitMap(value as Map<unknown, unknown>, walk);
  if (name === "set") for (const member of value as Set<unknown>) enter("<member>", member, walk);
  for (const key of Object.keys(value)) {
    if (name !== "object" && name !== "null") refuse(walk, `a ${name} with a property "${key}"`);
    if (key.startsWith("$")) walk.isJson = false;
    enter(key, (value as Record<string, unknown>)[key], walk);
  }
}

/** Its own keys come in ascending order, then what isn't an index; so the last one tells. */
function visitArray(value: unknown[], walk: Walk): void {
  refuseSymbols(value, walk);
  const keys = Object.keys(value);
  const last = keys.at(-1);
  if (last !== undefined && !(Number(last) < value.length && String(Number(last)) === last))
    refuse(walk, `an array with a property "${last}"`);
  if (keys.length === value.length) {
    for (let at = 0; at < value.length; at++) enter(at, value[at], walk);
    return;
  }
  walk.isJson = false;
  for (const key of keys) enter(Number(key), value[Number(key)], walk);
}

function visitMap(map: Map<unknown, unknown>, walk: Walk): void {
  for (const [key, value] of map) {
    enter("<key>", key, walk);
    enter(typeof key === "string" || typeof key === "number" ? key : "<value>", value, walk);
  }
}

function enter(name: string | number, value: unknown, walk: Walk): void {
  walk.path.push(name);
  visit(value, walk);
  walk.path.pop();
}

function refuseSymbols(value: object, walk: Walk): void {
  if (Object.getOwnPropertySymbols(value).length > 0) refuse(walk, "a property named by a symbol");
}

const className = (value: object): string => {
  const { name } = Object(value.constructor);
  return typeof name === "string" && name !== "" ? name : "(unnamed)";
};

function refuse({ path }: Walk, what: string): never {
  throw new UnstorableValueError(describe(path), what);
}

/** `users[3]["first name"]`; of a long path both ends. */
function describe(path: readonly (string | number)[]): string {
  const steps = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  const shown = steps.length > 12 ? [...steps.slice(0, 6), "…", ...steps.slice(-5)] : steps;
  return shown.join("").replace(/^\./, "") || "the value";
}
