import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { type CommandLike } from "../model.ts";
import { trusted } from "../trusted.ts";

/** Which members of an input or output hold values: as every document command says of itself. */
type KeyNodes = null | { readonly [member: string]: KeyNodes } | readonly unknown[];
interface DocumentCommand extends CommandLike {
  readonly clientCommand: CommandLike;
  readonly inputKeyNodes: KeyNodes;
  readonly outputKeyNodes: KeyNodes;
}

/** Whether it is a command of lib-dynamodb, which takes and gives plain JavaScript values. */
export function isDocumentCommand(command: CommandLike): command is DocumentCommand {
  return "clientCommand" in command && "inputKeyNodes" in command;
}

/** The input in the form it travels in, with `removeUndefinedValues`, as core's client is set. */
export function marshalInput({ input, inputKeyNodes }: DocumentCommand): object {
  const options = { removeUndefinedValues: true, convertTopLevelContainer: true };
  return trusted(walk(input, inputKeyNodes, (value) => marshall(value, options)));
}

/** The output in plain values. Errors aren't: their items stay as they travelled. */
export function unmarshalOutput({ outputKeyNodes }: DocumentCommand, output: object): object {
  const options = { convertWithoutMapWrapper: true };
  const convert = (value: unknown) => unmarshall(trusted(value), options);
  return trusted(walk(output, outputKeyNodes, convert));
}

/** As lib-dynamodb's own, which it doesn't export: converts what the nodes name, leaves the rest. */
function walk(value: unknown, nodes: KeyNodes, convert: (value: unknown) => unknown): unknown {
  if (value === undefined) return undefined;
  if (nodes === null) return convert(value);
  const names = Object.keys(nodes);
  const below = (name: string) => trusted<Record<string, KeyNodes>>(nodes)[name] ?? null;
  if (names.length === 0) return eachMember(value, (member) => walk(member, null, convert));
  if (names.length === 1 && names[0] === "*") {
    return eachMember(value, (member) => walk(member, below("*"), convert));
  }
  const changed: Record<string, unknown> = { ...trusted<object>(value) };
  for (const name of names) {
    if (changed[name] !== undefined) changed[name] = walk(changed[name], below(name), convert);
  }
  return changed;
}

function eachMember(value: unknown, convert: (member: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  const members = Object.entries(value ?? {}).map(
    ([name, member]) => [name, convert(member)] as const,
  );
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}
