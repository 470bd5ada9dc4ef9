import { parseArgs, type ParseArgsConfig } from "node:util";
import { describeError, LocalError } from "../../packages/local/src/errors.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

interface Command<O extends Options> {
  /** What `--help` prints. */
  usage: string;
  options: O;
  allowPositionals?: boolean;
  /** Returns the exit code; nothing is 0. */
  run: (
    values: ReturnType<typeof parseArgs<{ options: O; strict: true }>>["values"],
    positionals: string[],
  ) => Promise<number | void>;
}

/**
 * Runs a command line: `--help`, then `run`. Exit codes: 0 done, 1 failed, 2 wrong usage.
 *
 * Errors that people can mend are printed without a stack.
 */
export async function runCommand<O extends Options>({
  usage,
  options,
  allowPositionals = false,
  run,
}: Command<O>) {
  const all = { ...options, help: { type: "boolean", short: "h" } } as const;
  let parsed;
  try {
    parsed = parseArgs({ options: all, allowPositionals, strict: true });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  if ((parsed.values as { help?: boolean }).help) {
    console.log(usage);
    return;
  }
  try {
    process.exitCode = (await run(parsed.values as never, parsed.positionals)) ?? 0;
  } catch (error) {
    console.error(readable(error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** Arguments that don't go together, or can't be read. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

function readable(error: unknown) {
  if (error instanceof LocalError) return describeError(error);
  const isMeantForPeople =
    error instanceof Error && ("code" in error || error instanceof UsageError);
  return isMeantForPeople ? `${error.name}: ${error.message}` : describeError(error);
}
