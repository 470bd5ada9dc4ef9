import { exec } from "node:child_process";
import { promisify } from "node:util";
import { ProgramError } from "./errors.ts";
import type { Engine, Registration } from "./pulumi.ts";

const run = promisify(exec);

/**
 * Carries out the commands that a program registers, as Pulumi's own provider does: a site is built by one, and the
 * program reads on what that has left. All else goes to `engine`. Throws `ProgramError` where a command fails.
 */
export const withCommands = (engine: Engine): Engine => ({
  ...engine,
  register: async (registration) => {
    if (registration.type !== "command:local:Command") return engine.register(registration);
    await carryOut(registration);
    // Noted where resources are noted; there is nothing to make.
    return engine.register(registration);
  },
});

async function carryOut({ name, inputs }: Registration) {
  const { create, dir, environment } = inputs as {
    create?: string;
    dir?: string;
    environment?: Record<string, string>;
  };
  if (!create) return;
  try {
    await run(create, { cwd: dir, env: { ...process.env, ...environment } });
  } catch (cause) {
    const { stderr = "" } = cause as { stderr?: string };
    throw new ProgramError(`${name}: ${create} failed in ${dir}.\n${stderr}`, { cause });
  }
}
