import path from "node:path";
import { describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../emulator/testing.ts";
import type { Registration } from "../synth/pulumi.ts";
import { connect } from "./aws.ts";
import { IgnoredInputError, ResourceFailedError, UnknownTypeError } from "./errors.ts";
import { localProvider, removeAll, type Change } from "./provider.ts";
import type { Existing, Properties, ResourceType } from "./resource-type.ts";
import { State } from "./state.ts";

const { thing } = vi.hoisted(() => ({ thing: {} as ResourceType }));
vi.mock("./registry.ts", () => ({
  resourceTypes: { "test:index:Thing": thing },
  notCreated: { "test:index:Nothing": "for the test" },
}));

/** A type that notes its calls, and fails while `failing` says so. */
function freshThing() {
  const calls: string[] = [];
  const world = { calls, failing: false, existing: undefined as Existing | undefined };
  Object.assign(thing, {
    honours: ["name", "size", "code"],
    leavesOut: { tags: "for the test" },
    replaces: ["name"],
    outputs: ({ name }: Properties) => ({ id: String(name), arn: `arn:${String(name)}` }),
    async put({ name, size }: Properties, _: unknown, existing: Existing | undefined) {
      calls.push(`put ${String(name)} ${String(size)}`);
      world.existing = existing;
      if (world.failing) throw new TypeError("refused");
      return { url: `url:${String(name)}` };
    },
    remove: async ({ id }: Existing) => void calls.push(`remove ${id}`),
    observe: async ({ inputs }: Existing) => inputs,
  } satisfies ResourceType);
  return world;
}

// Never called: the type above doesn't.
const aws = connect({
  endpoint: "http://127.0.0.1:9",
  functionEndpoint: undefined,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

const registration = (inputs: Properties, more: Partial<Registration> = {}): Registration => ({
  urn: "urn:a",
  type: "test:index:Thing",
  name: "a",
  custom: true,
  parent: "",
  dependencies: [],
  ignoreChanges: [],
  retainOnDelete: false,
  inputs,
  ...more,
});

/** Every run opens the state anew, as every deployment does. */
async function project() {
  const file = path.join(await temporaryFolder(), "state.json");
  const changes: Change[] = [];
  const run = async (...registrations: Registration[]) => {
    const state = await State.open(file);
    const { engine, prune } = localProvider(aws, state, (change) => changes.push(change));
    const answers = [];
    for (const one of registrations) answers.push(await engine.register(one));
    await prune();
    return answers;
  };
  return { run, changes, state: () => State.open(file) };
}

describe("the local provider", () => {
  test("makes a resource and answers what only the emulator knows", async () => {
    freshThing();
    const { run, changes } = await project();
    expect(await run(registration({ name: "x" }))).toEqual([
      { id: "x", state: { name: "x", id: "x", arn: "arn:x", url: "url:x" } },
    ]);
    expect(changes).toEqual(["created"]);
  });

  test("keeps what has not changed, without a call", async () => {
    const { calls } = freshThing();
    const { run, changes } = await project();
    const first = await run(registration({ name: "x", size: 1 }));
    expect(await run(registration({ size: 1, name: "x" }))).toEqual(first);
    expect(changes).toEqual(["created", "kept"]);
    expect(calls).toHaveLength(1);
  });

  test("updates in place, under the name whose changes the program ignores", async () => {
    const { calls } = freshThing();
    const { run, changes } = await project();
    const sticky = { ignoreChanges: ["name"] };
    await run(registration({ name: "x-abc", size: 1 }, sticky));
    const [answer] = await run(registration({ name: "x-def", size: 2 }, sticky));
    expect(answer?.state).toMatchObject({ name: "x-abc", size: 2, url: "url:x-abc" });
    expect(calls).toEqual(["put x-abc 1", "put x-abc 2"]);
    expect(changes).toEqual(["created", "updated"]);
  });

  test("replaces what can't be changed in place: the old one goes first", async () => {
    const { calls } = freshThing();
    const { run, changes } = await project();
    await run(registration({ name: "x" }));
    await run(registration({ name: "y" }));
    expect(calls).toEqual(["put x undefined", "remove x", "put y undefined"]);
    expect(changes).toEqual(["created", "replaced"]);
  });

  test("names what has no name after its resource, and keeps that name", async () => {
    freshThing();
    const { run, changes } = await project();
    const [first] = await run(registration({ size: 1 }));
    const [second] = await run(registration({ size: 2 }));
    expect(first?.id).toMatch(/^a-[0-9a-f]{7}$/);
    expect(second?.id).toBe(first?.id);
    expect(changes).toEqual(["created", "updated"]);
  });

  test("removes what the program no longer has, latest made first", async () => {
    const { calls } = freshThing();
    const { run, state } = await project();
    await run(
      registration({ name: "x" }),
      registration({ name: "y" }, { urn: "urn:b" }),
      registration({ name: "z" }, { urn: "urn:c" }),
    );
    await run(registration({ name: "x" }));
    expect(calls.slice(3)).toEqual(["remove z", "remove y"]);
    await removeAll(await state(), aws, () => {});
    expect((await state()).all()).toEqual([]);
  });

  test("continues what a run that died left half-made, under the same name", async () => {
    const world = freshThing();
    const { run, state, changes } = await project();
    world.failing = true;
    await expect(run(registration({ size: 1 }))).rejects.toThrow(ResourceFailedError);
    const pending = (await state()).get("urn:a");
    expect(pending).toMatchObject({ status: "pending" });
    world.failing = false;
    // The very same inputs, which nobody may take for made.
    const [answer] = await run(registration({ size: 1 }));
    expect(answer?.id).toBe(pending?.id);
    expect(world.existing).toMatchObject({ id: pending?.id });
    expect(changes).toEqual(["updated"]);
    expect((await state()).get("urn:a")).toMatchObject({ status: "made" });
  });

  test("tells what the emulator refused, and why", async () => {
    const world = freshThing();
    world.failing = true;
    const { run } = await project();
    await expect(run(registration({ name: "x" }))).rejects.toMatchObject({
      code: "local.resource-failed",
      message: expect.stringContaining("TypeError: refused"),
    });
  });

  test("refuses a type it doesn't know", async () => {
    const { run } = await project();
    const unknown = registration({}, { type: "aws:ec2/vpc:Vpc" });
    await expect(run(unknown)).rejects.toThrow(UnknownTypeError);
    await expect(run(unknown)).rejects.toThrow("aws:ec2/vpc:Vpc");
  });

  test("refuses an input it would ignore, before anything is made", async () => {
    const { calls } = freshThing();
    const { run, state } = await project();
    await expect(run(registration({ name: "x", colour: "red" }))).rejects.toThrow(
      IgnoredInputError,
    );
    expect(calls).toEqual([]);
    expect((await state()).all()).toEqual([]);
  });

  test("takes inputs that are left out with a reason", async () => {
    freshThing();
    const { run, changes } = await project();
    await run(registration({ name: "x", tags: { a: "b" } }));
    expect(changes).toEqual(["created"]);
  });

  test("makes nothing of components and of what makes no sense locally", async () => {
    const { calls } = freshThing();
    const { run, changes } = await project();
    const [component, nothing] = await run(
      registration({ any: "thing" }, { custom: false, type: "sst:aws:Bucket" }),
      registration({}, { type: "test:index:Nothing", name: "n" }),
    );
    expect(component?.state).toEqual({ any: "thing" });
    expect(nothing?.id).toBe("n");
    expect(changes).toEqual(["not created"]);
    expect(calls).toEqual([]);
  });

  test("gives the type secrets in the clear", async () => {
    const { calls } = freshThing();
    const { run } = await project();
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: "hush",
    };
    await run(registration({ name: "x", size: secret }));
    expect(calls).toEqual(["put x hush"]);
  });
});
