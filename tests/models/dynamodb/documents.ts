import { type CommandLike } from "../model.ts";
import { trusted } from "../trusted.ts";
import { marshalled, unmarshalled } from "./marshalling.ts";

/** Which members of an input or output hold values: as every document command says of itself. */
type KeyNodes = null | { readonly [member: string]: KeyNodes } | readonly unknown[];
interface DocumentCommand extends CommandLike {
  readonly clientCommand: CommandLike;
  readonly inputKeyNodes: KeyNodes;
  readonly outputKeyNodes: KeyNodes;
}
type Convert = (value: unknown) => unknown;

/** Whether it is a command of lib-dynamodb, which takes and gives plain JavaScript values. */
export function isDocumentCommand(command: CommandLike): command is DocumentCommand {
  return "clientCommand" in command && "inputKeyNodes" in command;
}

/** The input in the form it travels in, with `removeUndefinedValues`, as core's client is set. */
export function marshalInput(command: DocumentCommand): object {
  return trusted(convertersFor(command).input(command.input));
}

/** The output in plain values. Errors aren't: their items stay as they travelled. */
export function unmarshalOutput(command: DocumentCommand, output: object): object {
  return trusted(convertersFor(command).output(output));
}

const known = new Map<unknown, { readonly input: Convert; readonly output: Convert }>();

/** Every command of a class has the same nodes. */
function convertersFor(command: DocumentCommand) {
  const found = known.get(command.constructor);
  if (found) return found;
  const made = {
    input: converter(command.inputKeyNodes, marshalled),
    output: converter(command.outputKeyNodes, unmarshalled),
  };
  known.set(command.constructor, made);
  return made;
}

/** As lib-dynamodb's own, which it doesn't export: converts what the nodes name, leaves the rest. */
function converter(nodes: KeyNodes, convert: Convert): Convert {
  if (nodes === null) return (value) => (value === undefined ? undefined : convert(value));
  const below = Object.entries(nodes).map(
    ([name, node]) => [name, converter(trusted<KeyNodes>(node), convert)] as const,
  );
  const [first] = below;
  if (!first) return eachMember(convert);
  if (below.length === 1 && first[0] === "*") return eachMember(first[1]);
  return (value) => {
    if (value === undefined) return undefined;
    const changed: Record<string, unknown> = { ...trusted<object>(value) };
    for (const [name, act] of below)
      if (changed[name] !== undefined) changed[name] = act(changed[name]);
    return changed;
  };
}

const eachMember =
  (convert: Convert): Convert =>
  (value) => {
    if (value === undefined) return undefined;
    if (Array.isArray(value)) return value.map((member) => convert(member));
    const members = trusted<Record<string, unknown>>(value ?? {});
    const converted: Record<string, unknown> = {};
    for (const name of Object.keys(members)) {
      const member = members[name] === undefined ? undefined : convert(members[name]);
      if (member !== undefined) converted[name] = member;
    }
    return converted;
  };
