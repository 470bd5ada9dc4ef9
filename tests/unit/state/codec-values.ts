import * as fc from "fast-check";

/** A class of an app's own, and how its objects are kept. */
export class Point {
  readonly x: number;
  readonly y: number;
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
}
export const pointCodec = {
  name: "Point",
  is: (value: object): value is Point => value instanceof Point,
  encode: ({ x, y }: Point) => [x, y],
  decode: (content: unknown) => {
    const [x, y] = content as [number, number];
    return new Point(x, y);
  },
};

type ViewType = new (bytes: ArrayBuffer) => ArrayBufferView;

const views: readonly ViewType[] = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
];

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => new Uint8Array(array).buffer);

const aligned = fc
  .tuple(
    fc.constantFrom(...views),
    fc.array(fc.uint8Array({ minLength: 8, maxLength: 8 }), { maxLength: 4 }),
  )
  .map(([View, chunks]): ArrayBufferView => {
    const all = new Uint8Array(chunks.flatMap((chunk) => [...chunk]));
    return new View(all.buffer);
  });

const holey = fc
  .tuple(fc.nat(8), fc.dictionary(fc.nat(8).map(String), fc.jsonValue()))
  .map(([length, members]) => {
    const array: unknown[] = [];
    for (const [at, value] of Object.entries(members)) array[Number(at)] = value;
    array.length = Math.max(array.length, length);
    return array;
  });

/** Any value that the codec keeps, nested. */
export const anyValue = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small", withCrossShrink: true }, tie("leaf"), tie("container")),
  leaf: fc.oneof(
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.integer(),
    fc.bigInt(),
    fc.boolean(),
    fc.constantFrom(null, undefined, -0, Number.NaN, Infinity, -Infinity),
    fc.date({ noInvalidDate: false }),
    fc.webUrl().map((text) => new URL(text)),
    bytes,
    aligned,
    holey,
  ),
  key: fc.oneof(
    fc.string(),
    fc.constantFrom("__proto__", "constructor", "toJSON", "$", "$$", "$v", "1", "length"),
  ),
  container: fc.oneof(
    fc.array(tie("value"), { maxLength: 5 }),
    fc.array(fc.tuple(tie("key"), tie("value")), { maxLength: 5 }).map(plainObject),
    fc.array(fc.tuple(tie("key"), tie("value")), { maxLength: 3 }).map((entries) => {
      const object: object = Object.create(null);
      for (const [key, value] of entries) define(object, String(key), value);
      return object;
    }),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 4 }).map((all) => new Map(all)),
    fc.array(tie("value"), { maxLength: 4 }).map((all) => new Set(all)),
    // The same object twice.
    tie("value").map((one) => ({ one, again: [one, one] })),
  ),
})).value;

function plainObject(entries: [unknown, unknown][]) {
  const object = {};
  for (const [key, value] of entries) define(object, String(key), value);
  return object;
}

function define(object: object, key: string, value: unknown) {
  const all = { writable: true, enumerable: true, configurable: true };
  Object.defineProperty(object, key, { value, ...all });
}

/** One value with everything in it, as the golden file of version 1 has it. */
export function everything() {
  const shared = { deep: [1] };
  const cyclic: Record<string, unknown> = { name: "cycle" };
  cyclic["self"] = cyclic;
  // oxlint-disable-next-line no-sparse-arrays
  const holes = [1, , 3];
  return {
    json: {
      text: 'a "quoted" ü 🎉',
      number: 1.5,
      large: 1e21,
      yes: true,
      nothing: null,
      list: [1, [2]],
    },
    numbers: [Number.NaN, Infinity, -Infinity, -0],
    undefined: undefined,
    bigint: -(2n ** 70n),
    date: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6)),
    invalid: new Date(Number.NaN),
    map: new Map<unknown, unknown>([
      ["a", 1],
      [{ key: 1 }, new Set([new Date(0)])],
    ]),
    url: new URL("https://example.com/a?b=c#d"),
    bytes: Uint8Array.of(0, 1, 255).buffer,
    floats: Float64Array.of(Number.NaN, -0, 1.5),
    words: Uint16Array.of(1, 65_535),
    buffer: Buffer.from("hello"),
    view: new DataView(Uint8Array.of(9, 8).buffer),
    holes,
    bare: Object.assign(Object.create(null), { a: 1 }),
    dollars: { $: 1, $v: 2, $$: 3 },
    shared: [shared, shared],
    cyclic,
    point: new Point(1, 2),
  };
}
