import type { LambdaClient } from "@aws-sdk/client-lambda";
import { lambdaClient } from "../aws/clients/lambda.ts";
import { readConfiguration, races, writeVariables, type FunctionAt } from "./jar/configuration.ts";
import { JarConflictError } from "./jar/errors.ts";
import { unpack, type Compression } from "./jar/pack.ts";
import { planPut, planUpdate, type Content, type Names } from "./jar/plan.ts";
import { without, type Variables } from "./jar/room.ts";
import { jarSettings, type JarSettings } from "./jar/settings.ts";
import { untilSettled } from "./jar/settle.ts";
import { type Hooks } from "./json/hooks.ts";
import { fromText } from "./json/text.ts";
import { backOff } from "./writes/backoff.ts";
import { parseHistory } from "./writes/history.ts";
import { asServiceError } from "./writes/refusal.ts";
import { surroundings, type Surroundings } from "./writes/surroundings.ts";
import { updateOnce } from "./writes/update.ts";

export { CorruptStateError, UnstorableValueError } from "./codec/errors.ts";
export * from "./jar/errors.ts";
export { dateReplacer, dateReviver } from "./json/dates.ts";
export { MissingPermissionsError } from "./permissions.ts";
export { OutcomeUnknownError } from "./writes/errors.ts";

/** What is read where nothing was stored. */
export type Nothing = Record<string, never>;

export interface JarOptions extends Hooks, Surroundings {
  /** Name or ARN. Default: the function that runs this. */
  readonly functionName?: string;
  /** The environment variable. Default: `jar`, as awsjar's. */
  readonly variable?: string;
  readonly region?: string;
  readonly client?: Pick<LambdaClient, "send">;
  /** `deflate` (or true) is awsjar's; `brotli` is smaller, and only `Jar` reads it. Default: none. */
  readonly compression?: Compression | boolean;
  /** How often a write is tried when something else comes first. Default 20. */
  readonly maxAttempts?: number;
}

export interface JarWrite {
  /** Wait until Lambda has carried the change out: until then it refuses the next one. */
  readonly wait?: boolean;
}

/**
 * State in a function's own environment variable, wire-compatible with awsjar's `Jar`.
 *
 * For a few KB that change seldom: each write is an update of the function, and starts its
 * containers afresh. At most 4,096 bytes for all variables together. Needs
 * `lambda:GetFunctionConfiguration` and `lambda:UpdateFunctionConfiguration`.
 */
export class Jar<T = unknown> {
  readonly #settings: JarSettings;
  readonly #hooks: Hooks;
  readonly #target: FunctionAt;
  readonly #names: Names;
  readonly #around: Required<Surroundings>;

  /** Sends nothing. Throws `InvalidInputError`, and `InvalidSettingsError` outside of Lambda without a `functionName`. */
  constructor(options: JarOptions = {}) {
    const { client = lambdaClient(options.region), replacer, reviver } = options;
    this.#settings = jarSettings(options);
    const { functionName, variable } = this.#settings;
    this.#hooks = { replacer, reviver };
    this.#target = { client, functionName };
    this.#names = { value: variable, writes: `${variable}_writes` };
    this.#around = surroundings(options);
  }

  /**
   * The value; `{}` when nothing was stored. One request.
   *
   * Throws `MissingPermissionsError`, `JarFunctionNotFoundError`, `CorruptStateError`.
   */
  async get(): Promise<T | Nothing> {
    const { variables } = await readConfiguration(this.#target);
    return this.#valueIn(variables);
  }

  /**
   * Stores any JSON value. Two requests, and more only when another change came first.
   *
   * Throws `JarFullError` and `UnstorableValueError` before anything is written, `JarConflictError`,
   * `JarNotSettledError` (with `wait`), `MissingPermissionsError`, `JarFunctionNotFoundError`.
   */
  async put(value: T, { wait = false }: JarWrite = {}): Promise<void> {
    const name = this.#names.value;
    let isAgain = false;
    await this.#change((variables) => {
      const next = planPut(variables, this.#names, this.#content(value));
      // The answer to a former try may have been lost.
      const isThere = isAgain && variables[name] === next[name];
      isAgain = true;
      return isThere ? undefined : next;
    });
    if (wait) await untilSettled(this.#target, this.#around);
  }

  /** Removes the jar's variables, and no other. Throws as `put` does. */
  async delete({ wait = false }: JarWrite = {}): Promise<void> {
    const names = Object.values(this.#names);
    await this.#change((variables) =>
      names.some((name) => Object.hasOwn(variables, name)) ? without(variables, names) : undefined,
    );
    if (wait) await untilSettled(this.#target, this.#around);
  }

  /**
   * Applies `change` to the value (`{}` when nothing was stored) and stores what it returns: never
   * over another's change, and never twice. `change` may be called several times.
   *
   * Throws as `put` does, and `OutcomeUnknownError` when an answer was lost and too much has
   * happened since.
   */
  async update(
    change: (value: T | Nothing) => T | Promise<T>,
    { wait = false }: JarWrite = {},
  ): Promise<T> {
    const { functionName, maxAttempts } = this.#settings;
    const id = this.#around.newToken();
    const updated = await updateOnce({
      ...this.#around,
      what: `the jar of ${functionName}`,
      id,
      maxAttempts,
      races,
      conflict: (cause) => new JarConflictError(functionName, maxAttempts, cause),
      read: async () => {
        const found = await readConfiguration(this.#target);
        return { ...found, history: parseHistory(found.variables[this.#names.writes]) };
      },
      plan: async (found) => {
        const { variables, history } = found;
        const result = await change(this.#valueIn(variables));
        const next = planUpdate(variables, this.#names, this.#content(result), { history, id });
        return { result, write: () => writeVariables(this.#target, found, next) };
      },
    });
    if (wait) await untilSettled(this.#target, this.#around);
    return updated;
  }

  /** Makes a change that may be made again, until it is there; `undefined` means that it is. */
  async #change(plan: (variables: Variables) => Variables | undefined): Promise<void> {
    const { functionName, maxAttempts } = this.#settings;
    let last: unknown;
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      if (attempt > 0) await backOff(this.#around, attempt);
      const found = await readConfiguration(this.#target);
      const next = plan(found.variables);
      if (next === undefined) return;
      try {
        return await writeVariables(this.#target, found, next);
      } catch (error) {
        if (!races.has(asServiceError(error).name)) throw error;
        last = error;
      }
    }
    throw new JarConflictError(functionName, maxAttempts, last);
  }

  #content(value: unknown): Content {
    const { compression } = this.#settings;
    return { value, compression, replacer: this.#hooks.replacer };
  }

  #valueIn(variables: Variables): T | Nothing {
    const text = variables[this.#names.value] ?? "";
    // What a jar holds is its user's matter, as with JSON.parse.
    return text === "" ? {} : (fromText(unpack(text), this.#hooks) as T);
  }
}
