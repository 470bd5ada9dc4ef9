import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.ts", "*.tsx"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && existsSync(path.join(root, file)));
const source = (file: string) => readFileSync(path.join(root, file), "utf8");

/** Which part of the project may import which; a part may always import itself. */
const mayImport: Record<string, readonly string[]> = {
  "packages/core": [],
  "packages/functions": ["packages/core"],
  "packages/web": ["packages/core", "packages/functions"],
  "packages/local": [],
  infra: [],
  scripts: [
    "packages/core",
    "packages/functions",
    "packages/local",
    "packages/web",
    "infra",
    "tests",
  ],
  tests: [
    "packages/core",
    "packages/functions",
    "packages/local",
    "packages/web",
    "scripts",
    "infra",
  ],
};
const parts = Object.keys(mayImport);
const partOf = (file: string) => parts.find((part) => file.startsWith(`${part}/`));

const specifiers =
  /^\s*(?:import|export)\b[^"';]*?\bfrom\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm;

function importedParts(file: string) {
  return [...source(file).matchAll(specifiers)].flatMap(([, fixed, dynamic]) => {
    const specifier = fixed ?? dynamic ?? "";
    const workspace = /^@switchyard\/(\w+)/.exec(specifier)?.[1];
    if (workspace) return [`packages/${workspace}`];
    if (!specifier.startsWith(".")) return [];
    return partOf(path.join(path.dirname(file), specifier)) ?? [];
  });
}

describe("the project's directions", () => {
  test("each part imports only what it may", () => {
    const wrong = files.flatMap((file) => {
      const part = partOf(file);
      const allowed = part ? [part, ...(mayImport[part] ?? [])] : parts;
      const strangers = importedParts(file).filter((imported) => !allowed.includes(imported));
      return strangers.map((stranger) => `${file} imports ${stranger}`);
    });
    expect(wrong).toEqual([]);
  });

  test("the page takes from the server's code the typed client and pure rules, all else as types", () => {
    const shared = new Set([
      "functions/client.ts",
      "core/errors.ts",
      "core/orchestration/simulator.ts",
      "core/uploads/key-rules.ts",
      "core/uploads/limits.ts",
      "core/uploads/media-type-rule.ts",
      "core/uploads/part-size-rule.ts",
    ]);
    const page = files.filter((file) => file.startsWith("packages/web/"));
    const taken = page.flatMap((file) =>
      Array.from(
        source(file).matchAll(/^import (?!type\b)[^"]*"@switchyard\/([^"]+)"/gm),
        ([, module = ""]) => module,
      ),
    );
    expect(taken).toContain("functions/client.ts");
    expect(taken.filter((module) => !shared.has(module))).toEqual([]);
  });

  test("are read from real imports", () => {
    expect(importedParts("packages/functions/src/transform.ts")).toContain("packages/functions");
    expect(files.flatMap(importedParts)).toContain("packages/core");
  });
});

describe("the code of core and functions", () => {
  const code = files.filter((file) => /^packages\/(core|functions)\/src\//.test(file));

  test("reads its environment in settings alone", () => {
    const readers = code.filter((file) => source(file).includes("process.env"));
    expect(
      readers.filter((file) => !/(settings|environment|testing)[^/]*\.ts$|\.test\.ts$/.test(file)),
    ).toEqual([]);
  });

  test("throws typed errors only, and so does the page", () => {
    const page = files.filter((file) => file.startsWith("packages/web/src/"));
    const plain = [...code, ...page].filter(
      (file) => !file.endsWith(".test.ts") && /\bnew Error\(/.test(source(file)),
    );
    expect(plain.filter((file) => !file.endsWith("testing.ts"))).toEqual([]);
  });
});

test("no script uses a constant that is made only after the script has run", () => {
  const late = files.filter((file) => {
    const [, after = ""] = source(file).split(/^await runCommand\(/m);
    return /^const /m.test(after);
  });
  expect(late).toEqual([]);
});

test("every file is short: nine of ten under 250 lines", () => {
  const long = files.filter((file) => source(file).split("\n").length > 250);
  expect(long.length / files.length).toBeLessThan(0.1);
});
