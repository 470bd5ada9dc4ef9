import { validation } from "../errors.ts";
import { isReserved } from "../reserved-words.ts";
import { syntaxError, tokens, type Token } from "./lexer.ts";
import { type PathNode, type ValueNode } from "./syntax.ts";

/** Reads an expression from left to right and notes the placeholders it meets. */
export interface Cursor {
  readonly names: Set<string>;
  readonly values: Set<string>;
  /** Where bracketed groups begin and end, for whoever looks for redundant ones. */
  readonly groups: Map<number, number>;
  position(): number;
  peek(ahead?: number): Token;
  next(): Token;
  /** Takes the symbol or word (any case) if it comes next. */
  take(text: string): boolean;
  expect(text: string): void;
  path(): PathNode;
  value(): ValueNode;
  fail(token?: Token): never;
  invalid(message: string): never;
}

/** `kind` names the expression in errors, like `ConditionExpression`. */
export function cursorOver(kind: string, expression: string): Cursor {
  if (Buffer.byteLength(expression) > 4096) {
    throw validation(`Invalid ${kind}: Expression size has exceeded the maximum allowed size;`);
  }
  const found = tokens(kind, expression);
  const last = found.at(-1) ?? { kind: "end", text: "<EOF>", at: 0 };
  let position = 0;
  const peek = (ahead = 0): Token => found[position + ahead] ?? last;
  const fail = (token = peek()): never => {
    throw syntaxError(kind, expression, token.text, token.at);
  };
  const next = () => {
    const token = peek();
    position++;
    return token;
  };
  const take = (text: string) => {
    const token = peek();
    if (!["word", "symbol"].includes(token.kind) || token.text.toUpperCase() !== text) return false;
    position++;
    return true;
  };
  const expect = (text: string) => {
    if (!take(text)) fail();
  };
  const invalid = (message: string): never => {
    throw validation(`Invalid ${kind}: ${message}`);
  };
  const names = new Set<string>();
  const values = new Set<string>();
  const name = () => nameOf(next(), { names, fail, invalid });
  const path = () => pathOf({ peek, next, take, expect, fail }, name);
  const value = () => valueOf(next(), values, fail);
  const groups = new Map<number, number>();
  const at = () => position;
  return {
    names,
    values,
    groups,
    position: at,
    peek,
    next,
    take,
    expect,
    path,
    value,
    fail,
    invalid,
  };
}

function nameOf(
  token: Token,
  { names, fail, invalid }: Pick<Cursor, "names" | "fail" | "invalid">,
): string {
  if (token.kind === "name") names.add(token.text);
  else if (token.kind !== "word") fail(token);
  else if (isReserved(token.text)) {
    invalid(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
  }
  return token.text;
}

function pathOf(
  { peek, next, take, expect, fail }: Pick<Cursor, "peek" | "next" | "take" | "expect" | "fail">,
  name: () => string,
): PathNode {
  const parts: (string | number)[] = [name()];
  for (;;) {
    if (take(".")) parts.push(name());
    else if (take("[")) {
      if (peek().kind !== "number") fail();
      parts.push(Number(next().text));
      expect("]");
    } else return { kind: "path", parts };
  }
}

function valueOf(token: Token, values: Set<string>, fail: Cursor["fail"]): ValueNode {
  if (token.kind !== "value") fail(token);
  values.add(token.text);
  return { kind: "value", name: token.text };
}
