import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Engine, Registration } from "../synth/pulumi.ts";
import { reveal } from "../synth/secrets.ts";
import type { Aws } from "./aws.ts";
import { answerCall } from "./calls.ts";
import { IgnoredInputError, ResourceFailedError, UnknownTypeError } from "./errors.ts";
import { ignoredPaths } from "./inputs.ts";
import { notCreated, resourceTypes } from "./registry.ts";
import type { Properties, ResourceType } from "./resource-type.ts";
import type { Remembered, State } from "./state.ts";

/** What happened to one resource in a run. */
export type Change = "created" | "updated" | "kept" | "replaced" | "removed" | "not created";

export interface Progress {
  (change: Change, type: string, name: string): void;
}

/** Stands where Pulumi's AWS provider is otherwise: makes the resources of a program on an emulator. */
export function localProvider(aws: Aws, state: State, onChange: Progress = () => {}) {
  const seen = new Set<string>();
  const engine: Engine = {
    async register(registration) {
      seen.add(registration.urn);
      const { type, name, custom } = registration;
      const given = reveal(registration.inputs) as Properties;
      if (!custom) return { id: "", state: given };
      if (type in notCreated) {
        onChange("not created", type, name);
        return { id: name, state: { ...given, arn: `arn:aws:${type}:::${name}` } };
      }
      return make(registration, given, { aws, state, onChange });
    },
    call: async (token, inputs) => answerCall(token, reveal(inputs) as Properties, aws.where),
  };
  /** Removes what the program no longer has. To be called after a run that succeeded. */
  const prune = () => removeAll(state, aws, onChange, (urn) => !seen.has(urn));
  return { engine, prune };
}

interface Shop {
  aws: Aws;
  state: State;
  onChange: Progress;
}

async function make(registration: Registration, given: Properties, { aws, state, onChange }: Shop) {
  const { urn, type, name } = registration;
  const known = state.get(urn);
  const resourceType = typeOf(type, name);
  const inputs = keepNames(registration, withName(resourceType, name, given, known), known);
  const ignored = ignoredPaths(resourceType, inputs);
  if (ignored.length > 0) throw new IgnoredInputError(type, name, ignored);
  if (known?.status === "made" && same(known.inputs, inputs)) {
    onChange("kept", type, name);
    return { id: known.id, state: known.outputs };
  }
  try {
    const replaced = known && mustReplace(resourceType, known, inputs);
    if (replaced) await resourceType.remove(known, aws);
    const made = await put(registration, inputs, resourceType, replaced ? undefined : known, {
      aws,
      state,
    });
    onChange(replaced ? "replaced" : known ? "updated" : "created", type, name);
    return made;
  } catch (cause) {
    throw new ResourceFailedError(type, name, cause);
  }
}

/** The name is written down before the resource is made, so that a run that dies in between finds it again. */
async function put(
  { urn, type, name }: Registration,
  inputs: Properties,
  resourceType: ResourceType,
  known: Remembered | undefined,
  { aws, state }: Omit<Shop, "onChange">,
) {
  const planned = { ...inputs, ...resourceType.outputs(inputs, aws.where) };
  const before = { ...known?.outputs, ...planned };
  await state.put(urn, {
    type,
    name,
    id: known?.id ?? planned.id,
    inputs: storable(inputs),
    outputs: before,
    status: "pending",
  });
  const answered = (await resourceType.put(inputs, aws, known)) ?? {};
  const outputs: Properties = { ...planned, ...answered };
  const id = String(outputs["id"]);
  await state.put(urn, {
    type,
    name,
    id,
    inputs: storable(inputs),
    outputs: storable(outputs),
    status: "made",
  });
  return { id, state: outputs };
}

/** Removes what `chosen` picks, latest made first. */
export async function removeAll(
  state: State,
  aws: Aws,
  onChange: Progress,
  chosen: (urn: string) => boolean = () => true,
) {
  for (const [urn, resource] of state.all().filter(([known]) => chosen(known))) {
    await typeOf(resource.type, resource.name).remove(resource, aws);
    await state.forget(urn);
    onChange("removed", resource.type, resource.name);
  }
}

function typeOf(type: string, name: string): ResourceType {
  const resourceType = resourceTypes[type];
  if (!resourceType) throw new UnknownTypeError(type, name);
  return resourceType;
}

/** Inputs that the program asks to leave alone stay as they were: above all names with a random suffix. */
function keepNames(
  { ignoreChanges }: Registration,
  inputs: Properties,
  known: Remembered | undefined,
): Properties {
  if (!known) return inputs;
  const kept = ignoreChanges
    .filter((key) => key in known.inputs)
    .map((key) => [key, known.inputs[key]]);
  return { ...inputs, ...Object.fromEntries(kept) };
}

/** As Pulumi's providers do: a resource without a name gets its logical name and seven random digits. */
function withName(
  type: ResourceType,
  logicalName: string,
  inputs: Properties,
  known: Remembered | undefined,
) {
  const key = ["name", "bucket"].find((field) => type.replaces?.[0] === field);
  if (!key || inputs[key] !== undefined) return inputs;
  const name = `${logicalName}-${randomBytes(4).toString("hex").slice(1)}`;
  return { ...inputs, [key]: known?.inputs[key] ?? (key === "bucket" ? name.toLowerCase() : name) };
}

function mustReplace({ replaces = [] }: ResourceType, known: Remembered, inputs: Properties) {
  return replaces.some((key) => !same({ [key]: known.inputs[key] }, { [key]: inputs[key] }));
}

/** Assets hold promises and paths of this run; what they contain shows in the key they are stored under. */
function storable(properties: Properties): Properties {
  return JSON.parse(
    JSON.stringify(properties, (_, value: unknown) => (isAsset(value) ? "asset" : value)),
  ) as Properties;
}

function isAsset(value: unknown) {
  return (
    typeof value === "object" &&
    value !== null &&
    ("__pulumiAsset" in value || "__pulumiArchive" in value)
  );
}

function same(a: Properties, b: Properties) {
  return isDeepStrictEqual(storable(a), storable(b));
}
