import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const copied = ["infra", "packages", "scripts", "sst.config.ts", "package.json", "tsconfig.json"];
/** What was installed once, for all checkouts of this machine. */
const shared = [".sst/platform", ".switchyard/ministack"];

/** A checkout of its own in which nothing was deployed yet; its files can be changed. */
export async function makeCheckout(from = process.cwd()): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "switchyard-dev-"));
  for (const name of copied) {
    const filter = (file: string) => !file.includes("node_modules");
    await cp(path.join(from, name), path.join(root, name), { recursive: true, filter });
  }
  for (const name of shared.filter((one) => existsSync(path.join(from, one)))) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await symlink(path.join(from, name), path.join(root, name));
  }
  await linkPackages(path.join(from, "node_modules"), root);
  return root;
}

/** The installed packages; the workspace's own are the copies. */
async function linkPackages(installed: string, root: string) {
  const target = path.join(root, "node_modules");
  await mkdir(path.join(target, "@switchyard"), { recursive: true });
  for (const name of await readdir(installed))
    if (name !== "@switchyard") await symlink(path.join(installed, name), path.join(target, name));
  for (const name of await readdir(path.join(root, "packages"))) {
    await symlink(path.join(root, "packages", name), path.join(target, "@switchyard", name));
    const own = path.join(installed, "../packages", name, "node_modules");
    if (existsSync(own)) await symlink(own, path.join(root, "packages", name, "node_modules"));
  }
}

export const removeCheckout = (root: string) => rm(root, { recursive: true, force: true });
