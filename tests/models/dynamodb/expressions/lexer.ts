import { trusted } from "../../trusted.ts";
import { validation } from "../errors.ts";

export interface Token {
  readonly kind: "word" | "name" | "value" | "number" | "symbol" | "end";
  readonly text: string;
  readonly at: number;
}

const forms =
  /\s*(?:(?<name>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<number>\d+)|(?<symbol><>|<=|>=|[=<>()[\],.+-]))/y;

/** Cuts an expression into tokens. `kind` names the expression in errors, like `ConditionExpression`. */
export function tokens(kind: string, expression: string): Token[] {
  if (!expression.trim()) {
    throw validation(`Invalid ${kind}: The expression can not be empty;`);
  }
  const found: Token[] = [];
  const end = expression.trimEnd().length;
  forms.lastIndex = 0;
  while (forms.lastIndex < end) {
    const at = forms.lastIndex;
    const match = forms.exec(expression);
    if (!match) throw syntaxError(kind, expression, expression.slice(at).trimStart()[0] ?? "", at);
    found.push(asToken(match, at));
  }
  return [...found, { kind: "end", text: "<EOF>", at: end }];
}

/** What AWS says of an expression that it can't read. */
export function syntaxError(kind: string, expression: string, token: string, at: number) {
  const near = expression.slice(Math.max(0, at - 10), at + 10).trim();
  return validation(`Invalid ${kind}: Syntax error; token: "${token}", near: "${near}"`);
}

function asToken(match: RegExpExecArray, at: number): Token {
  const [kind, text] = Object.entries(match.groups ?? {}).find(([, value]) => value) ?? [];
  return { kind: trusted(kind), text: text ?? "", at };
}
