import { cursorOver, type Cursor } from "./cursor.ts";
import { type Assigned, type Parsed, type UpdateAction } from "./syntax.ts";

const sections = {
  SET: (cursor: Cursor): UpdateAction => {
    const path = cursor.path();
    cursor.expect("=");
    return { kind: "set", path, value: sum(cursor) };
  },
  REMOVE: (cursor: Cursor): UpdateAction => ({ kind: "remove", path: cursor.path() }),
  ADD: (cursor: Cursor): UpdateAction => {
    const path = cursor.path();
    return { kind: "add", path, value: cursor.value() };
  },
  DELETE: (cursor: Cursor): UpdateAction => {
    const path = cursor.path();
    return { kind: "delete", path, value: cursor.value() };
  },
};

type Section = keyof typeof sections;
const words = ["SET", "REMOVE", "ADD", "DELETE"] as const;

/** Reads an update expression: each of SET, REMOVE, ADD and DELETE at most once, in any order. */
export function parseUpdate(expression: string): Parsed<readonly UpdateAction[]> {
  const cursor = cursorOver("UpdateExpression", expression);
  const tree: UpdateAction[] = [];
  const seen = new Set<string>();
  while (cursor.peek().kind !== "end") {
    const section = sectionOf(cursor);
    if (seen.has(section)) {
      cursor.invalid(`The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    do tree.push(sections[section](cursor));
    while (cursor.take(","));
  }
  return { tree, names: cursor.names, values: cursor.values };
}

function sectionOf(cursor: Cursor): Section {
  return words.find((word) => cursor.take(word)) ?? cursor.fail();
}

function sum(cursor: Cursor): Assigned {
  const left = assigned(cursor);
  if (cursor.take("+")) return { kind: "+", left, right: assigned(cursor) };
  if (cursor.take("-")) return { kind: "-", left, right: assigned(cursor) };
  return left;
}

function assigned(cursor: Cursor): Assigned {
  const token = cursor.peek();
  if (token.kind === "value") return cursor.value();
  if (token.kind !== "word" || cursor.peek(1).text !== "(") return cursor.path();
  cursor.next();
  cursor.expect("(");
  const call = argumentsOf(cursor, token.text);
  cursor.expect(")");
  return call;
}

function argumentsOf(cursor: Cursor, name: string): Assigned {
  if (name === "if_not_exists") {
    const path = cursor.path();
    cursor.expect(",");
    return { kind: "if_not_exists", path, otherwise: assigned(cursor) };
  }
  if (name === "list_append") {
    const first = assigned(cursor);
    cursor.expect(",");
    return { kind: "list_append", first, second: assigned(cursor) };
  }
  return cursor.invalid(`Invalid function name; function: ${name}`);
}
