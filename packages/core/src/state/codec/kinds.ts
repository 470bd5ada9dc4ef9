import { types } from "node:util";

/** What of an object's kind is kept. Subclasses are kinds of their own, which a `ClassCodec` may know. */
export type Kind =
  | { readonly name: "object" | "null" | "array" | "date" | "map" | "set" | "url" | "bytes" }
  | { readonly name: "view"; readonly view: ViewName };

const viewTypes = {
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
} as const;
export type ViewName = keyof typeof viewTypes | "Buffer";

interface ViewType {
  new (bytes: ArrayBuffer): ArrayBufferView;
  readonly BYTES_PER_ELEMENT?: number;
}

const byPrototype = new Map<unknown, Kind>([
  [null, { name: "null" }],
  [Object.prototype, { name: "object" }],
  [Array.prototype, { name: "array" }],
  [Date.prototype, { name: "date" }],
  [Map.prototype, { name: "map" }],
  [Set.prototype, { name: "set" }],
  [URL.prototype, { name: "url" }],
  [ArrayBuffer.prototype, { name: "bytes" }],
  [Buffer.prototype, { name: "view", view: "Buffer" }],
  ...Object.values(viewTypes).map((View): [unknown, Kind] => {
    return [View.prototype, { name: "view", view: View.name as ViewName }];
  }),
]);

/** The kind of an object; `undefined` for a kind that isn't kept. Pure. */
export function kindOf(value: object): Kind | undefined {
  const kind = byPrototype.get(Object.getPrototypeOf(value));
  return kind && isGenuine(value, kind) ? kind : undefined;
}

/** `Object.create(Date.prototype)` has the prototype, and no date inside. */
function isGenuine(value: object, { name }: Kind): boolean {
  switch (name) {
    case "array":
      return Array.isArray(value);
    case "date":
      return types.isDate(value);
    case "map":
      return types.isMap(value);
    case "set":
      return types.isSet(value);
    case "bytes":
      return types.isArrayBuffer(value);
    case "view":
      return ArrayBuffer.isView(value);
    case "url":
      return Object.keys(value).length === 0;
    default:
      return true;
  }
}

export function isViewName(name: string): name is ViewName {
  return name === "Buffer" || Object.hasOwn(viewTypes, name);
}

/** A view of a kind on all of a buffer; `undefined` when the buffer holds no whole number of elements. */
export function viewOn(name: ViewName, bytes: ArrayBuffer): ArrayBufferView | undefined {
  if (name === "Buffer") return Buffer.from(bytes);
  const View: ViewType = viewTypes[name];
  const unit = View.BYTES_PER_ELEMENT ?? 1;
  return bytes.byteLength % unit === 0 ? new View(bytes) : undefined;
}
