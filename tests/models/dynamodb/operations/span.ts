import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { type Bindings } from "../expressions/bindings.ts";
import { holds } from "../expressions/evaluate.ts";
import { type Condition, type Operand } from "../expressions/syntax.ts";
import { placeOf, type Entry } from "../view.ts";

/** Entries that stand together in a partition: from one place to before another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The entries that meet a condition on the sort key: found by halving, since they stand together. */
export function span(
  entries: readonly Entry[],
  range: Condition | undefined,
  bindings: Bindings,
): Span {
  if (!range) return { from: 0, to: entries.length };
  const meets = (entry: Entry | undefined) => !!entry && holds(range, entry.item, bindings);
  const low = lowest(range, bindings);
  const from = low ? placeOf(entries, { id: "", range: low }) : 0;
  // `> low` begins after those equal to it; no other condition leaves a gap.
  const isBefore = (entry: Entry) => low && isEqual(entry, low) && !meets(entry);
  let first = from;
  for (let entry = entries[first]; entry && isBefore(entry); entry = entries[first]) first++;
  let [begin, end] = [first, entries.length];
  while (begin < end) {
    const middle = (begin + end) >>> 1;
    if (meets(entries[middle])) begin = middle + 1;
    else end = middle;
  }
  return { from: first, to: begin };
}

function lowest(range: Condition, bindings: Bindings): AttributeValue | undefined {
  const operand = lowOperand(range);
  return operand?.kind === "value" ? bindings.value(operand.name) : undefined;
}

function lowOperand(range: Condition): Operand | undefined {
  if (range.kind === "between") return range.low;
  if (range.kind === "call") return range.operand;
  if (range.kind !== "compare") return undefined;
  return range.comparator.startsWith("<") ? undefined : range.right;
}

function isEqual(entry: Entry, value: AttributeValue): boolean {
  return JSON.stringify(entry.range) === JSON.stringify(value);
}
