import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { type Item } from "../values.ts";
import { read } from "./document.ts";

type Parts = readonly (string | number)[];

/** What an item has at the paths, in its own nesting; list members close up in their order. */
export function project(item: Item, paths: readonly Parts[]): Item {
  const wanted = paths.filter((path) => read(item, path) !== undefined);
  return pick({ M: item }, wanted).M ?? {};
}

function pick(value: AttributeValue, paths: readonly Parts[]): AttributeValue {
  if (paths.some((path) => path.length === 0)) return value;
  const heads = [...new Set(paths.map(([head]) => head))];
  const below = (head: string | number | undefined) =>
    paths.filter((path) => path[0] === head).map((path) => path.slice(1));
  if (value.M) {
    const names = heads.filter((head) => typeof head === "string");
    return {
      M: Object.fromEntries(
        names.map((name) => [name, pick(value.M?.[name] ?? none, below(name))]),
      ),
    };
  }
  const indexes = heads.filter((head) => typeof head === "number").toSorted((a, b) => a - b);
  return { L: indexes.map((index) => pick(value.L?.[index] ?? none, below(index))) };
}

const none: AttributeValue = { NULL: true };
