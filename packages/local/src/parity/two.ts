import type { Aws } from "../provider/aws.ts";
import { notCreated, resourceTypes } from "../provider/registry.ts";
import type { Existing, Properties } from "../provider/resource-type.ts";
import { assetBucket } from "../synth/run.ts";
import { deviationsOf } from "./alike.ts";
import type { Difference } from "./compare.ts";

/** A resource that one of two deployments made, with its physical names. */
export interface Made extends Existing {
  type: string;
  /** The logical name. */
  name: string;
}

/** What an emulator says of one resource, in logical names. */
export interface Observed {
  type: string;
  name: string;
  reported: Properties | string;
}

/** Asks `aws` of every resource that the local stack knows. */
export async function observeAll(made: readonly Made[], aws: Aws): Promise<Observed[]> {
  const known = made.filter(({ type }) => type in resourceTypes && !(type in notCreated));
  const logical = logicalNames(known);
  const observed: Observed[] = [];
  for (const one of known) {
    const { type, name } = one;
    const reported = await resourceTypes[type]
      ?.observe(one, aws)
      .catch((error: Error) => `${error.name}: ${error.message}`);
    const plain = logical(reported ?? {}) as Properties | string;
    observed.push({ type, name: withoutHash(name), reported: plain });
  }
  return observed;
}

/**
 * What two deployments of one program differ in, resource by resource. Pure.
 *
 * `wanted` is what the first emulator reports, `reported` what the second does.
 */
export function compareTwo(first: readonly Observed[], second: readonly Observed[]): Difference[] {
  const keyOf = ({ type, name }: Observed) => `${type} ${name}`;
  const [a, b] = [first, second].map((list) => new Map(list.map((one) => [keyOf(one), one])));
  const keys = new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])]);
  return [...keys].flatMap((key) => differ(a?.get(key), b?.get(key)));
}

function differ(a: Observed | undefined, b: Observed | undefined): Difference[] {
  const { type = "", name = "" } = a ?? b ?? {};
  if (typeof a?.reported !== "object" || typeof b?.reported !== "object") {
    const missing = "no such resource";
    const [wanted, reported] = [a, b].map((one) => textOf(one?.reported) ?? missing);
    return wanted === reported ? [] : [{ type, name, path: "", wanted, reported }];
  }
  const everything = Object.fromEntries(
    Object.keys({ ...a.reported, ...b.reported }).map((key) => [key, undefined]),
  );
  return deviationsOf(a.reported, { ...everything, ...b.reported }).map((one) => ({
    type,
    name,
    ...one,
  }));
}

const textOf = (reported: Properties | string | undefined) =>
  typeof reported === "object" ? "a resource" : reported;

/** SST names a subscriber after a hash of its queue's physical name. */
const withoutHash = (name: string) => name.replace(/(Subscriber)[A-Z][a-z]{5}/g, "$1");

/** What differs by chance: physical names, ports, and the code's hash, which paths in a bundle change. */
function logicalNames(made: readonly Made[]) {
  const names = made
    .flatMap(({ id, name, type, inputs }) =>
      [inputs["name"], inputs["bucket"], id]
        // The bucket of code is SST's own, of one name everywhere.
        .filter((given) => typeof given === "string" && given.length > 8 && given !== assetBucket)
        .map(
          (given) => [String(given), `<${type.split(":").at(-1)} ${withoutHash(name)}>`] as const,
        ),
    )
    .toSorted(([a], [b]) => b.length - a.length);
  // A bucket's settings bear the bucket's name: the first to bear a name is its owner.
  const owners = new Map<string, string>();
  for (const [given, logical] of names)
    if (!owners.has(given) || /<(Bucket|Queue|Function) /.test(logical)) owners.set(given, logical);
  const replace = (text: string) =>
    [...owners].reduce((all, [given, logical]) => all.replaceAll(given, logical), text);
  const plain = (value: unknown): unknown => {
    if (typeof value === "string") return withoutPlace(replace(value));
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    // The key that links are encrypted with is new for every deployment.
    const entries = Object.entries(value).filter(([key]) => key !== "SST_KEY");
    return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]));
  };
  return plain;
}

const withoutPlace = (text: string) =>
  text
    .replaceAll(/https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?/g, "<emulator>")
    .replaceAll(/(Subscriber)[A-Z][a-z]{5}\b/g, "$1")
    .replaceAll(/(?:assets\/)?[^"\s]*[0-9a-f]{64}[^"\s]*/g, "<code>");
