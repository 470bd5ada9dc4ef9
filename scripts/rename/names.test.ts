import { describe, expect, test } from "vitest";
import { isName, renamed, spellingsOf } from "./names.ts";

describe("a name", () => {
  test("is written in three ways", () => {
    expect(spellingsOf("my-2nd-app")).toEqual({
      kebab: "my-2nd-app",
      pascal: "My2ndApp",
      constant: "MY_2ND_APP",
    });
  });

  test.each(["my-app", "a1", "shop", "a".repeat(30)])("may be %s", (name) => {
    expect(isName(name)).toBe(true);
  });

  test.each(["", "a", "My-App", "1app", "-a", "a-", "a--b", "a_b", "a b", "é1", "a".repeat(31)])(
    "may not be %j",
    (name) => {
      expect(isName(name)).toBe(false);
    },
  );
});

describe("renaming", () => {
  const text = `import "@yard/core"; class YardError {} // YARD_API, .yard/`;
  const [from, to] = [spellingsOf("yard"), spellingsOf("my-app")];

  test("changes every spelling", () => {
    expect(renamed(text, from, to)).toBe(
      `import "@my-app/core"; class MyAppError {} // MY_APP_API, .my-app/`,
    );
  });

  test("and back again gives what was there", () => {
    expect(renamed(renamed(text, from, to), to, from)).toBe(text);
  });
});
