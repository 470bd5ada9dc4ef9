import { InvalidInputError } from "../../errors.ts";
import { type Labourer } from "../labourer.ts";
import { bordersOf } from "../states.ts";
import { rowsOf } from "../store/read.ts";
import { type Store } from "../store/store.ts";
import { type Row } from "../store/write.ts";
import { type LookState, rangeOf } from "./ranges.ts";

export interface TasksAsked {
  readonly state: LookState;
  /** At most. */
  readonly limit: number;
  /** Where the last page ended. */
  readonly cursor?: string;
}
export interface TasksFound {
  readonly rows: readonly Row[];
  /** Absent on the last page. */
  readonly cursor?: string;
}

/** A labourer's tasks of one state, a page at a time. Throws `InvalidInputError` for a foreign cursor. */
export async function listTasks(
  labourer: Labourer,
  { state, limit, cursor }: TasksAsked,
  store: Store,
): Promise<TasksFound> {
  const range = rangeOf(state, labourer.id, bordersOf(labourer, store.now()));
  const after = cursor === undefined ? undefined : afterOf(cursor, state);
  const rows: Row[] = [];
  for await (const row of rowsOf({ ...range, limit: limit + 1, after }, store)) rows.push(row);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), ...(last && { cursor: cursorAt(last, state) }) };
}

/** The attributes that are the key of a row in the index that its state is read by. */
const keysOf = (state: LookState): readonly string[] => {
  if (state === "done" || state === "dead")
    return ["task_id", "labourer_id_task_status", "closed_at"];
  if (state === "retrying" || state === "held")
    return ["labourer_id", "task_id", "desired_launch_time"];
  return ["task_id", "labourer_id", "greenfield"];
};

const cursorAt = (row: Row, state: LookState) =>
  Buffer.from(JSON.stringify(keysOf(state).map((name) => row[name]))).toString("base64url");

function afterOf(cursor: string, state: LookState): Row {
  const names = keysOf(state);
  const values = parsed(cursor);
  const isOne =
    Array.isArray(values) &&
    values.length === names.length &&
    values.every((value, at) =>
      /greenfield|closed_at|launch/.test(names[at] ?? "")
        ? typeof value === "number"
        : typeof value === "string",
    );
  if (isOne) return Object.fromEntries(names.map((name, at) => [name, values[at] as unknown]));
  const expected = "the cursor of the last page, of the same state";
  throw new InvalidInputError([{ field: "cursor", value: cursor, expected }]);
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    return undefined;
  }
}
