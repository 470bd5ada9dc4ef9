import { UnstorableValueError } from "../codec/errors.ts";
import { parsePythonDate, pythonDate } from "./python-date.ts";
import { type Replacer, type Reviver } from "./hooks.ts";

// A Date has no microseconds and no zone: what Python wrote is kept, for as long as the Date is the same.
const read = new WeakMap<Date, { readonly time: number; readonly repr: string }>();

/**
 * Writes a Date as awsjar's `datetime_encoder` writes a datetime: Python's own form, in UTC.
 *
 * A Date that `dateReviver` read, and nobody changed, is written as it was. Throws
 * `UnstorableValueError` for an invalid Date and for years that Python hasn't (before 1, after 9999).
 */
export const dateReplacer: Replacer = function (key, value) {
  const given: unknown = typeof this === "object" && this !== null ? Reflect.get(this, key) : value;
  if (!(given instanceof Date)) return value;
  const former = read.get(given);
  if (former?.time === given.getTime()) return { _dt_: true, repr: former.repr };
  const repr = pythonDate(given);
  if (repr === undefined) throw new UnstorableValueError(key, `the Date ${String(given)}`);
  return { _dt_: true, repr };
};

/**
 * Reads what `dateReplacer` or awsjar wrote, by parsing and never by evaluating: a datetime without
 * a zone is taken for UTC. What isn't such a datetime stays the object it is.
 */
export const dateReviver: Reviver = (_key, value) => {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "_dt_")) return value;
  const repr: unknown = Reflect.get(value, "repr");
  const date = typeof repr === "string" ? parsePythonDate(repr) : undefined;
  if (date === undefined || typeof repr !== "string") return value;
  read.set(date, { time: date.getTime(), repr });
  return date;
};
