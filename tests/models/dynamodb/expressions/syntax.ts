/** Names (strings; placeholders begin with #) and list indexes, from the item's root. */
export interface PathNode {
  readonly kind: "path";
  readonly parts: readonly (string | number)[];
}
export interface ValueNode {
  readonly kind: "value";
  readonly name: string;
}
export interface SizeNode {
  readonly kind: "size";
  readonly path: PathNode;
}
export type Operand = PathNode | ValueNode | SizeNode;

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";
export type Test =
  | "attribute_exists"
  | "attribute_not_exists"
  | "attribute_type"
  | "begins_with"
  | "contains";

export interface Comparison {
  readonly kind: "compare";
  readonly comparator: Comparator;
  readonly left: Operand;
  readonly right: Operand;
}
export interface Between {
  readonly kind: "between";
  readonly operand: Operand;
  readonly low: Operand;
  readonly high: Operand;
}
export interface Call {
  readonly kind: "call";
  readonly test: Test;
  readonly path: Operand;
  readonly operand?: Operand;
}
export type Condition =
  | Comparison
  | Between
  | Call
  | { readonly kind: "in"; readonly operand: Operand; readonly choices: readonly Operand[] }
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly kind: "not"; readonly condition: Condition };

/** What SET may put at a path. */
export type Assigned =
  | PathNode
  | ValueNode
  | { readonly kind: "if_not_exists"; readonly path: PathNode; readonly otherwise: Assigned }
  | { readonly kind: "list_append"; readonly first: Assigned; readonly second: Assigned }
  | { readonly kind: "+" | "-"; readonly left: Assigned; readonly right: Assigned };

export type UpdateAction =
  | { readonly kind: "set"; readonly path: PathNode; readonly value: Assigned }
  | { readonly kind: "remove"; readonly path: PathNode }
  | { readonly kind: "add" | "delete"; readonly path: PathNode; readonly value: ValueNode };

/** An expression that is read, and the placeholders it uses. */
export interface Parsed<Tree> {
  readonly tree: Tree;
  readonly names: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
}
