import { describe, expect, test } from "vitest";
import { decide, sha256Of, type Found, type Wanted } from "./decide.ts";

const bytes = Buffer.from("pickled");
const pickle: Found = { kind: "pickle", bytes };
const here: Wanted = {
  text: "new",
  sha256: sha256Of(bytes),
  isElsewhere: false,
  mayReplace: true,
};
const elsewhere = { ...here, isElsewhere: true };
const map = (text: string, isMoved = false): Found => ({ kind: "map", text, isMoved });

describe("an exported item", () => {
  test("takes the pickle's place only when it is told to", () => {
    expect(decide(here, pickle)).toEqual({ kind: "replace", pickled: bytes });
    expect(decide({ ...here, mayReplace: false }, pickle)).toEqual({
      kind: "refuse",
      reason: expect.stringContaining("--replace"),
    });
  });

  test.each<[string, Wanted, Found, string]>([
    ["a pickle that has changed", { ...here, sha256: "0" }, pickle, "changed since the export"],
    ["another map", here, map("old"), "another content"],
    ["another map elsewhere", elsewhere, map("old"), "another content"],
    ["a pickle elsewhere", elsewhere, pickle, "a pickled item is there"],
    ["nothing, where the pickle was", here, { kind: "nothing" }, "gone"],
  ])("leaves alone %s", (_, wanted, found, reason) => {
    expect(decide(wanted, found)).toEqual({
      kind: "refuse",
      reason: expect.stringContaining(reason),
    });
  });

  test("is written where nothing is, elsewhere", () => {
    expect(decide(elsewhere, { kind: "nothing" })).toEqual({ kind: "write" });
  });

  test("is known when it was written before, also when it has changed since", () => {
    expect(decide(here, map("new"))).toEqual({ kind: "there" });
    expect(decide(here, map("changed", true))).toEqual({ kind: "there" });
  });
});
