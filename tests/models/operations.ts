import { type CommandLike } from "./model.ts";
import { NotModelledError } from "./errors.ts";
import { trusted } from "./trusted.ts";

/** An operation of a service: the command's class and what the model does. */
export interface Operation {
  readonly command: CommandClass;
  readonly run: (input: object) => object;
}
type CommandClass = abstract new (...args: never[]) => CommandLike;

/** Ties a command's class to its implementation, with the types of its own input. */
export function operation<Input extends object>(
  command: abstract new (input: Input) => { readonly input: Input },
  run: (input: Input) => object,
): Operation {
  // The table only ever hands a command's own input to its run.
  return { command, run: trusted(run) };
}

/** Finds an operation by a command's class. Throws `NotModelledError` for one that isn't there. */
export function operationTable(service: string, operations: readonly Operation[]) {
  const byClass = new Map<unknown, Operation & { readonly name: string }>(
    operations.map((entry) => [entry.command, { ...entry, name: nameOf(entry.command) }]),
  );
  return ({ constructor }: object): Operation & { readonly name: string } => {
    const found = byClass.get(constructor);
    if (!found) throw new NotModelledError(service, nameOf(constructor));
    return found;
  };
}

const nameOf = ({ name }: { readonly name: string }) => name.replace(/Command$/, "");
