import { parseArgs, type ParseArgsConfig } from "node:util";
import { nearest } from "./nearest.ts";

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** What a command line may hold. */
export interface CommandLine<O extends Options> {
  readonly options: O;
  readonly allowPositionals?: boolean;
}

export type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; strict: true }>
>["values"];

export type Parsed<O extends Options> =
  | { readonly is: "help" }
  | { readonly is: "wrong"; readonly message: string }
  | { readonly is: "good"; readonly values: Values<O>; readonly positionals: string[] };

const help = { help: { type: "boolean", short: "h" } } as const;

/**
 * Reads the arguments of a command. Wrong are unknown options, which are told with the nearest one
 * there is, options given twice, a value too many or missing, and arguments where none are taken.
 * `env` tells what npm kept for itself: `npm run tasks --local` without `--` before it. Pure.
 */
export function parseCommand<O extends Options>(
  { options, allowPositionals = false }: CommandLine<O>,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Parsed<O> {
  const all = { ...options, ...help };
  const { tokens } = parseArgs({
    args: [...args],
    options: all,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
  const unknown = given.find(({ name }) => !Object.hasOwn(all, name));
  if (unknown) return { is: "wrong", message: unknownText(unknown, Object.keys(all)) };
  if (given.some(({ name }) => name === "help")) return { is: "help" };
  const message = twice(given, all) ?? takenByNpm(options, args, env);
  if (message !== undefined) return { is: "wrong", message };
  try {
    const parsed = parseArgs({ args: [...args], options: all, allowPositionals, strict: true });
    return { is: "good", values: parsed.values, positionals: parsed.positionals };
  } catch (error) {
    return { is: "wrong", message: error instanceof Error ? error.message : String(error) };
  }
}

function unknownText(
  { name, rawName }: { readonly name: string; readonly rawName: string },
  names: readonly string[],
) {
  const near = nearest(name, names);
  const known = names.map((one) => `--${one}`).join(", ");
  return `Unknown option ${rawName}: ${near ? `did you mean --${near}?` : `there are ${known}`}`;
}

function twice(given: readonly { readonly name: string }[], options: Options) {
  const names = given.map(({ name }) => name).filter((name) => options[name]?.multiple !== true);
  const doubled = names.find((name, at) => names.indexOf(name) !== at);
  return doubled && `--${doubled} is given more than once`;
}

/** Options of npm's own, which a user's settings may hold. */
const npmsOwn = new Set(["json", "yes", "force", "key", "only", "prefix", "scope"]);

function takenByNpm(
  options: Options,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
) {
  const taken = Object.keys(options).find(
    (name) =>
      !npmsOwn.has(name) &&
      env[`npm_config_${name.replaceAll("-", "_")}`] !== undefined &&
      !args.some((arg) => arg.startsWith(`--${name}`)),
  );
  return (
    taken &&
    `npm took --${taken} for itself: write -- before the command's own, as in npm run … -- --${taken}`
  );
}
