import { SwitchyardError } from "../../errors.ts";

type Facts = Readonly<Record<string, unknown>>;

/** Structured log lines; Powertools' `Logger` is one. */
export interface Log {
  readonly info: (message: string, facts?: Facts) => void;
  readonly warn: (message: string, facts?: Facts) => void;
  readonly error: (message: string, facts?: Facts) => void;
}

/** Adds facts to every line, like the task and its correlation id. */
export const logWith = (log: Log, always: Facts): Log => ({
  info: (message, facts) => log.info(message, { ...always, ...facts }),
  warn: (message, facts) => log.warn(message, { ...always, ...facts }),
  error: (message, facts) => log.error(message, { ...always, ...facts }),
});

/** Lines of JSON to the console, where no logger is given. */
export function jsonLog(write: (line: string) => void = (line) => console.log(line)): Log {
  const say = (level: string) => (message: string, facts?: Facts) =>
    write(
      JSON.stringify({ level, message, ...facts }, (_, value: unknown) =>
        value instanceof Error ? describeError(value) : value,
      ),
    );
  return { info: say("INFO"), warn: say("WARN"), error: say("ERROR") };
}

function describeError({ name, message, stack, ...more }: Error) {
  return { name, message, stack, ...more };
}

/** An error as the assistant is told it: its code, or its name, and what it says. */
export function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof SwitchyardError)
    return { code: error.code, message: shortened(error.message) };
  if (error instanceof Error) return { code: error.name, message: shortened(error.message) };
  return { code: "unknown", message: shortened(String(error)) };
}

const shortened = (text: string) => (text.length > 2_000 ? `${text.slice(0, 1_999)}…` : text);
