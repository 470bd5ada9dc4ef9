import { describe, expect, test } from "vitest";
import { nearest } from "./nearest.ts";
import { parseCommand } from "./parse.ts";

const line = {
  options: {
    labourer: { type: "string" },
    local: { type: "boolean" },
    key: { type: "string", multiple: true },
  },
} as const;
const wrongWith = (args: string[], env = {}) => {
  const parsed = parseCommand(line, args, env);
  return parsed.is === "wrong" ? parsed.message : parsed;
};

describe("a command line", () => {
  test("is read into values and arguments", () => {
    const args = ["one", "--labourer", "a", "--key=1", "--key", "2", "two"];
    expect(parseCommand({ ...line, allowPositionals: true }, args)).toMatchObject({
      is: "good",
      values: { labourer: "a", key: ["1", "2"] },
      positionals: ["one", "two"],
    });
  });

  test.each([
    ["--labourr", "--labourer"],
    ["--lab", "--labourer"],
    ["--labuorer=a", "--labourer"],
    ["--locla", "--local"],
    ["--hepl", "--help"],
  ])("%s is refused: %s is meant", (wrong, meant) => {
    expect(wrongWith([wrong])).toBe(
      `Unknown option ${wrong.split("=")[0]}: did you mean ${meant}?`,
    );
  });

  test("tells all options where none is like what was given", () => {
    expect(wrongWith(["-x"])).toBe(
      "Unknown option -x: there are --labourer, --local, --key, --help",
    );
  });

  test.each([
    [["--local", "--local"], /--local is given more than once/],
    [["--labourer"], /--labourer/],
    [["--local=yes"], /--local/],
    [["stray"], /stray/],
  ])("%j is refused", (args, message) => {
    expect(wrongWith(args)).toMatch(message);
  });

  test("is refused where npm has kept an option for itself", () => {
    const env = { npm_config_local: "true", npm_config_key: "a key of npm's own" };
    expect(wrongWith([], env)).toMatch(/npm took --local for itself: write --/);
    expect(wrongWith(["--local"], env)).toMatchObject({ is: "good" });
  });
});

test("what is like nothing has no nearest", () => {
  expect(nearest("zzzzzz", ["labourer", "local"])).toBeUndefined();
});
