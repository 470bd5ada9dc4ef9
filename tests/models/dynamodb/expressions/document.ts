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

/** Puts a value at a path, in place; past a list's end it is appended. Its parent must be there. */
export function write(item: Item, path: Parts, value: AttributeValue): void {
  const { parent, last } = parentOf(item, path);
  if (typeof last === "string" && parent.M) parent.M[last] = value;
  else if (typeof last === "number" && parent.L) parent.L[Math.min(last, parent.L.length)] = value;
  else throw wrongPath();
}

/** Takes what is at a path away, in place. A list closes up. Its parent must be there. */
export function remove(item: Item, path: Parts): void {
  const { parent, last } = parentOf(item, path);
  if (typeof last === "string" && parent.M) delete parent.M[last];
  else if (typeof last === "number" && parent.L) parent.L.splice(last, 1);
  else throw wrongPath();
}

function parentOf(item: Item, path: Parts) {
  const parent = read(item, path.slice(0, -1));
  const last = path.at(-1);
  if (!parent || last === undefined) throw wrongPath();
  return { parent, last };
}

function step(value: AttributeValue | undefined, part: string | number) {
  if (typeof part === "number") return value?.L?.[part];
  return value?.M && Object.hasOwn(value.M, part) ? value.M[part] : undefined;
}

function wrongPath() {
  return validation("The document path provided in the update expression is invalid for update");
}
