import { describeError, LocalError } from "../errors.ts";
import { type CommandLine, type Options, parseCommand, type Values } from "./parse.ts";

export interface Command<O extends Options> extends CommandLine<O> {
  /** What `--help` prints. */
  readonly usage: string;
  /** Returns the exit code; nothing is 0. */
  readonly run: (values: Values<O>, positionals: string[]) => Promise<number | void>;
}

/**
 * Runs a command line: `--help`, then `run`. Exit codes: 0 done, 1 failed, 2 wrong usage.
 *
 * Errors that people can mend are printed without a stack.
 */
export async function runCommand<O extends Options>(command: Command<O>) {
  const parsed = parseCommand(command, process.argv.slice(2), process.env);
  if (parsed.is === "help") return console.log(command.usage);
  if (parsed.is === "wrong") {
    console.error(`${parsed.message}\n\n${command.usage}`);
    process.exitCode = 2;
    return undefined;
  }
  try {
    process.exitCode = (await command.run(parsed.values, parsed.positionals)) ?? 0;
  } catch (error) {
    console.error(readable(error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
  return undefined;
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
