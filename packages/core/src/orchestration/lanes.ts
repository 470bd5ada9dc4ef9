import { createHash } from "node:crypto";
import { type Key } from "./tables.ts";

/** What a task without a key goes by. */
export const noKey = "-";

/** A lane: the queued tasks of one labourer, priority and key value, first come first served. */
export interface Lane {
  readonly labourerId: string;
  /** 0 to 9, the highest. */
  readonly priority: number;
  readonly key: string;
}

/** The `lane` attribute of its tasks. */
export const laneName = ({ labourerId, priority, key }: Lane) => `${labourerId}#${priority}#${key}`;

/** The lane's own row of the flow table: how many wait in it (exact), and when it is its turn. */
export const laneKey = ({ labourerId, priority, key }: Lane): Key => ({
  partition: `lanes#${labourerId}#${priority}`,
  sort: key,
});

/** Reads a `lane` attribute. */
export function parseLane(name: string): Lane {
  const [labourerId = "", priority = "0", ...rest] = name.split("#");
  return { labourerId, priority: Number(priority), key: rest.join("#") };
}

/**
 * The key value of a payload, by a path like `payload.tenant`: text and numbers as they are,
 * absent and null as `-`, anything else or anything long as a hash.
 */
export function flowKey(path: string, payload: unknown): string {
  const value = path
    .split(".")
    .slice(1)
    .reduce<unknown>(
      (at, name) => (typeof at === "object" && at !== null ? Reflect.get(at, name) : undefined),
      payload,
    );
  if (value === undefined || value === null || value === "") return noKey;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return Buffer.byteLength(text) <= 128 ? text : `sha256:${sha256(text)}`;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
