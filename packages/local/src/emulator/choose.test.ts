import { describe, expect, test } from "vitest";
import { chooseEmulator, type Rung } from "./choose.ts";

const usable: Rung = { usable: true };
const unusable = (name: string): Rung => ({
  usable: false,
  attempt: { name, code: `${name}.no`, reason: `no ${name}`, hint: `get ${name}` },
});

describe("the ladder of emulators", () => {
  test("takes the endpoint that is given before all others", () => {
    const facts = { endpoint: "http://127.0.0.1:4566", ministack: usable, localstack: usable };
    expect(chooseEmulator(facts)).toEqual({ kind: "given", endpoint: "http://127.0.0.1:4566" });
  });

  test("takes the one asked for even when an endpoint is given", () => {
    const facts = {
      endpoint: "http://127.0.0.1:4566",
      wanted: "localstack",
      localstack: usable,
    } as const;
    expect(chooseEmulator(facts)).toEqual({ kind: "start", name: "localstack" });
  });

  test("looks at MiniStack first, and not yet at Docker", () => {
    expect(chooseEmulator({})).toEqual({ kind: "look", at: "ministack" });
    expect(chooseEmulator({ ministack: usable })).toEqual({ kind: "start", name: "ministack" });
  });

  test("goes on to LocalStack when MiniStack can't be used", () => {
    const facts = { ministack: unusable("ministack") };
    expect(chooseEmulator(facts)).toEqual({ kind: "look", at: "localstack" });
    const both = { ...facts, localstack: usable };
    expect(chooseEmulator(both)).toEqual({ kind: "start", name: "localstack" });
  });

  test("lists all that was tried when nothing is left", () => {
    const facts = { ministack: unusable("ministack"), localstack: unusable("localstack") };
    expect(chooseEmulator(facts)).toMatchObject({
      kind: "none",
      tried: [{ name: "ministack" }, { name: "localstack" }],
    });
  });

  test("tries no other than the one asked for", () => {
    const facts = { wanted: "ministack", ministack: unusable("ministack") } as const;
    expect(chooseEmulator(facts)).toMatchObject({ kind: "none", tried: [{ name: "ministack" }] });
  });
});
