import { formatTable } from "../cli/table.ts";
import type { Api } from "./api.ts";
import type { Trip } from "./travel.ts";

/** What the demo says of one file on one way; also a line of its `--json`. */
export interface Row {
  file: string;
  bytes: number;
  way: string;
  state: string;
  transform: string;
  results: string;
  /** From the upload's begin to its end in the archive. */
  milliseconds: number;
}

/** Asks the API for what each file became. */
export async function rowsOf(trips: readonly Trip[], api: Api): Promise<Row[]> {
  const rows: Row[] = [];
  for (const trip of trips) rows.push(await rowOf(trip, api));
  return rows;
}

async function rowOf(
  { file, way, refused, error, entry, begun = 0 }: Trip,
  api: Api,
): Promise<Row> {
  const told = { file: file.name, bytes: file.size, way: way.name };
  if (refused)
    return { ...told, state: `not sent (${refused})`, transform: "", results: "", milliseconds: 0 };
  if (error)
    return {
      ...told,
      state: `upload failed: ${error}`,
      transform: "",
      results: "",
      milliseconds: 0,
    };
  if (!entry) return { ...told, state: "not seen", transform: "", results: "", milliseconds: 0 };
  const history = (await api(`/files/${entry.id}`)) as unknown as {
    transform?: string;
    results?: { name: string }[];
  };
  const why = entry.error ? `: ${entry.error.code}` : "";
  return {
    ...told,
    state: entry.state + why,
    transform: history.transform ?? "",
    results: (history.results ?? []).map(({ name }) => name).join(", "),
    milliseconds: entry.updatedAt - begun,
  };
}

/** The table that people read: a line a file where all ways ended alike, else a line each. */
export function tableOf(rows: readonly Row[], ways: number): string {
  const files = [...new Set(rows.map(({ file }) => file))];
  return formatTable(
    files.flatMap((file) =>
      linesOf(
        rows.filter((row) => row.file === file),
        ways,
      ),
    ),
  );
}

function linesOf(rows: readonly Row[], ways: number) {
  const outcomes = new Map<string, Row[]>();
  for (const row of rows) {
    const outcome = [row.state, row.transform, row.results].join("\0");
    outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), row]);
  }
  return [...outcomes.values()].map((alike) => {
    const [first] = alike as [Row, ...Row[]];
    const times = alike.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);
    return {
      file: first.file,
      bytes: first.bytes,
      ways: alike.length === ways ? `all ${ways}` : alike.map(({ way }) => way).join(", "),
      state: first.state,
      transform: first.transform,
      results: first.results,
      "median ms": times[Math.floor(times.length / 2)] ?? 0,
    };
  });
}
