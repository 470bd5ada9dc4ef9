import { execFile, execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";

const run = promisify(execFile);
const script = path.resolve("scripts/rename.ts");
const { name } = JSON.parse(readFileSync("package.json", "utf8")) as { name: string };
// Also where the project has been renamed before.
const newName = `${name.slice(0, 20)}-anew`;

/** What git knows, copied; a repository of its own. */
async function copyOfProject() {
  const root = await mkdtemp(path.join(tmpdir(), "renamed-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const files = execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], {
    encoding: "utf8",
  });
  for (const file of files.split("\0").filter(Boolean))
    await cp(file, path.join(root, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root });
  git("init", "-q");
  git("add", "-A");
  git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "all");
  return root;
}

/** The installed packages, and the workspace's own under their new names. */
async function link(root: string, scope: string) {
  const modules = path.join(root, "node_modules");
  await mkdir(path.join(modules, scope), { recursive: true });
  for (const one of await readdir("node_modules"))
    await symlink(path.resolve("node_modules", one), path.join(modules, one));
  for (const one of await readdir("packages")) {
    await symlink(path.join(root, "packages", one), path.join(modules, scope, one));
    // npm puts some of a workspace's packages beside it.
    const own = path.join("packages", one, "node_modules");
    if (existsSync(own)) await symlink(path.resolve(own), path.join(root, own));
  }
}

describe("renaming the project", () => {
  const answers = (args: string[], cwd = process.cwd()) =>
    run(process.execPath, [script, ...args], { cwd }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: "" }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
  let shown: Awaited<ReturnType<typeof answers>>;
  beforeAll(async () => {
    shown = await answers([newName, "--json"]);
  });

  test("shows what it would change, and changes nothing", async () => {
    const { changes, done } = JSON.parse(shown.stdout) as { changes: object[]; done: boolean };
    expect([shown.code, done]).toEqual([0, false]);
    expect(changes.length).toBeGreaterThan(100);
    expect(await readFile("sst.config.ts", "utf8")).not.toContain(newName);
  });

  test.each([["My App"], [""], ["a", "b"]])("refuses %j as a name", async (...names) => {
    const { code, stderr } = await answers(names);
    expect(code).toBe(2);
    expect(stderr).toContain("small letters");
  });

  test("leaves a project of that name, whole and well typed", { timeout: 300_000 }, async () => {
    const root = await copyOfProject();
    expect(await answers([newName, "--yes"], root)).toMatchObject({ code: 0 });
    // Once more without a commit: it would hide what the first did.
    expect(await answers(["other", "--yes"], root)).toMatchObject({ code: 2 });

    const old = execFileSync("git", ["grep", "-iIhoE", `${name}([-_]?anew)?`], { cwd: root });
    const left = old
      .toString()
      .toLowerCase()
      .split("\n")
      .filter((found) => found === name);
    // The licence names whose it is.
    expect(left.length).toBeLessThanOrEqual(1);
    await link(root, `@${newName}`);
    const compiler = path.resolve("node_modules/typescript/bin/tsc");
    const { stdout } = await run(process.execPath, [compiler, "-p", root]);
    expect(stdout).toBe("");
  });
});
