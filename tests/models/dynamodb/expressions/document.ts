import { type AttributeValue } from "@aws-sdk/client-dynamodb";
import { validation } from "../errors.ts";
import { type Item } from "../values.ts";

type Parts = readonly (string | number)[];

/** The value at a path; `undefined` where the path leads nowhere. */
export function read(item: Item, path: Parts): AttributeValue | undefined {
  let found: AttributeValue | undefined = { M: item };
  for (const part of path) found = step(found, part);
  return found;
}

/** The item with a value put at a path; past a list's end it is appended. Its parent must be there. */
export function written(item: Item, path: Parts, value: AttributeValue): Item {
  return changed(item, path, (parent, last) => {
    if (typeof last === "string" && parent.M) return { M: { ...parent.M, [last]: value } };
    if (typeof last !== "number" || !parent.L) throw wrongPath();
    const place = Math.min(last, parent.L.length);
    return { L: [...parent.L.slice(0, place), value, ...parent.L.slice(place + 1)] };
  });
}

/** The item without what is at a path. A list closes up. Its parent must be there. */
export function removed(item: Item, path: Parts): Item {
  return changed(item, path, (parent, last) => {
    if (typeof last === "number" && parent.L) return { L: parent.L.toSpliced(last, 1) };
    if (typeof last !== "string" || !parent.M) throw wrongPath();
    const { [last]: _, ...others } = parent.M;
    return { M: others };
  });
}

type Change = (parent: AttributeValue, last: string | number) => AttributeValue;

/** Copies what lies on the path, and nothing else: items that are stored stay as they are. */
function changed(item: Item, path: Parts, change: Change): Item {
  return below({ M: item }, path, change).M ?? {};
}

function below(value: AttributeValue | undefined, path: Parts, change: Change): AttributeValue {
  const [part, ...rest] = path;
  if (!value || part === undefined) throw wrongPath();
  if (rest.length === 0) return change(value, part);
  const inner = below(step(value, part), rest, change);
  return typeof part === "number"
    ? { L: (value.L ?? []).with(part, inner) }
    : { M: { ...value.M, [part]: inner } };
}

function step(value: AttributeValue | undefined, part: string | number) {
  if (typeof part === "number") return value?.L?.[part];
  return value?.M && Object.hasOwn(value.M, part) ? value.M[part] : undefined;
}

function wrongPath() {
  return validation("The document path provided in the update expression is invalid for update");
}
