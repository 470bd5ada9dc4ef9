import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { withLock } from "../../packages/local/src/emulator/lock.ts";
import { stack } from "./stack.ts";

const run = promisify(execFile);

/**
 * Installs a package of Python's and boto3 into the checkout, where `module` is not there yet.
 * Resolves to the interpreter, or to `undefined` where Python or PyPI is missing.
 */
export async function pythonWith(name: string, version: string, module: string) {
  const limit = { timeout: 90_000 };
  const folder = path.resolve(`.switchyard/${name}-${version}`);
  const python = path.join(folder, "bin/python");
  try {
    // Several test files may want it at once.
    return await withLock(`${folder}.lock`, async () => {
      if (!existsSync(python)) await run("python3", ["-m", "venv", folder], limit);
      const isThere = () => run(python, ["-c", `import ${module}`], limit);
      await isThere().catch(async () => {
        const packages = [`${name}==${version}`, "boto3"];
        await run(python, ["-m", "pip", "install", "--quiet", ...packages], limit);
        return isThere();
      });
      return python;
    });
  } catch {
    return undefined;
  }
}

/** What a program of Python's needs to reach the emulator of this run. */
export function pythonEnvironment() {
  const { endpoint, region, credentials } = stack();
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
}
