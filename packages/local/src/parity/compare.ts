import type { Aws } from "../provider/aws.ts";
import { notCreated, resourceTypes } from "../provider/registry.ts";
import type { Properties } from "../provider/resource-type.ts";
import type { Remembered, State } from "../provider/state.ts";
import { deviationsOf, type Deviation } from "./alike.ts";

/** One value of one resource that is not as the program asked. */
export interface Difference extends Deviation {
  type: string;
  /** The logical name. */
  name: string;
}

/** What came of comparing a deployment with its emulator. */
export interface Comparison {
  /** How many resources were asked for. */
  compared: number;
  differences: Difference[];
  /** Inputs that are set, but of which nothing is reported: `type.input`. */
  unseen: string[];
}

/** Asks the emulator of every resource in the state, and compares its answers with the inputs. Changes nothing. */
export async function compareWithState(state: State, aws: Aws): Promise<Comparison> {
  const resources = state.all().map(([, resource]) => resource);
  const known = resources.filter(({ type }) => type in resourceTypes && !(type in notCreated));
  const differences: Difference[] = [];
  const unseen = new Set<string>();
  for (const resource of known) {
    const reported = await report(resource, aws);
    differences.push(...differencesOf(resource, reported));
    for (const input of unseenOf(resource, reported)) unseen.add(input);
  }
  return { compared: known.length, differences, unseen: [...unseen].toSorted() };
}

/** What the emulator says of one resource; the error where it says nothing. */
async function report(resource: Remembered, aws: Aws): Promise<Properties | Error> {
  try {
    return (await resourceTypes[resource.type]?.observe(resource, aws)) ?? {};
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** The differences of one resource. Pure. */
export function differencesOf(
  { type, name, inputs }: Pick<Remembered, "type" | "name" | "inputs">,
  reported: Properties | Error,
): Difference[] {
  if (reported instanceof Error) {
    const silence = `${reported.name}: ${reported.message}`;
    return [{ type, name, path: "", wanted: "a resource", reported: silence }];
  }
  return deviationsOf(inputs, reported).map((deviation) => ({ type, name, ...deviation }));
}

function unseenOf({ type, inputs }: Remembered, reported: Properties | Error) {
  if (reported instanceof Error) return [];
  const left = new Set(Object.keys(resourceTypes[type]?.leavesOut ?? {}));
  return Object.keys(inputs)
    .filter((key) => inputs[key] !== undefined && !(key in reported) && !left.has(key))
    .map((key) => `${type}.${key}`);
}
