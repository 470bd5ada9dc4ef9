import { type Known, type Verdict } from "./capability.ts";
import { type Probe } from "./probe.ts";
import { type Result } from "./run.ts";

export const markers = {
  begin: "<!-- conformance: begin -->",
  end: "<!-- conformance: end -->",
} as const;

const signs: Readonly<Record<Verdict, string>> = { works: "yes", differs: "differs", fails: "no" };

/** What is known, with one emulator's results put in; probes that no longer exist are dropped. */
export function updateKnown(
  known: Known,
  kind: string,
  version: string,
  results: readonly Result[],
  probes: readonly Pick<Probe, "id">[],
): Known {
  const before = known[kind]?.version === version ? known[kind].results : {};
  const fresh = results.map(({ id, verdict, note }) => [id, { verdict, note }] as const);
  const merged = { ...before, ...Object.fromEntries(fresh) };
  const inOrder = probes.flatMap(({ id }) => {
    const found = merged[id];
    return found === undefined ? [] : [[id, found] as const];
  });
  return { ...known, [kind]: { version, results: Object.fromEntries(inOrder) } };
}

/** The table as Markdown: a heading for each area, a column for each emulator, notes below. */
export function renderTable(known: Known, probes: readonly Probe[]): string {
  const emulators = Object.keys(known).toSorted((a, b) => b.localeCompare(a));
  const areas = [...new Set(probes.map(({ area }) => area))];
  return [
    summary(known, emulators, probes),
    ...areas.map((area) => {
      const rows = probes.filter((probe) => probe.area === area);
      return areaTable(area, known, emulators, rows);
    }),
  ].join("\n\n");
}

const names: Readonly<Record<string, string>> = {
  ministack: "MiniStack",
  localstack: "LocalStack",
};

function title(known: Known, kind: string) {
  return `${names[kind] ?? kind} ${known[kind]?.version ?? ""}`.trim();
}

function summary(known: Known, emulators: readonly string[], probes: readonly Probe[]) {
  const rows = emulators.map((kind) => {
    const count = (verdict: Verdict) =>
      probes.filter(({ id }) => known[kind]?.results[id]?.verdict === verdict).length;
    return `| ${title(known, kind)} | ${count("works")} | ${count("differs")} | ${count("fails")} |`;
  });
  return ["| emulator | as AWS | differs | no |", "| --- | ---: | ---: | ---: |", ...rows].join(
    "\n",
  );
}

function areaTable(
  area: string,
  known: Known,
  emulators: readonly string[],
  rows: readonly Probe[],
) {
  const cell = (kind: string, id: string) => {
    const found = known[kind]?.results[id];
    return found === undefined ? "" : signs[found.verdict];
  };
  const lines = rows.map(({ id, title: what }) => {
    const cells = emulators.map((kind) => cell(kind, id));
    return `| \`${id}\` | ${escaped(what)} | ${cells.join(" | ")} |`;
  });
  const notes = rows.flatMap(({ id }) =>
    emulators.flatMap((kind) => {
      const note = known[kind]?.results[id]?.note;
      return note === undefined ? [] : [`- \`${id}\`, ${names[kind] ?? kind}: ${escaped(note)}`];
    }),
  );
  const head = `| | What AWS does | ${emulators.map((kind) => names[kind] ?? kind).join(" | ")} |`;
  const rule = `| --- | --- | ${emulators.map(() => "---").join(" | ")} |`;
  const table = [`### ${area}`, "", head, rule, ...lines].join("\n");
  return notes.length === 0 ? table : `${table}\n\n${notes.join("\n")}`;
}

function escaped(text: string) {
  return text.replace(/[|<>*_[\]]/g, (sign) => `\\${sign}`);
}

/** A page with the table between its markers; undefined when the page has no markers. */
export function putTable(page: string, table: string): string | undefined {
  const begin = page.indexOf(markers.begin);
  const end = page.indexOf(markers.end);
  if (begin < 0 || end < begin) return undefined;
  return `${page.slice(0, begin + markers.begin.length)}\n\n${table}\n\n${page.slice(end)}`;
}

/** Where an emulator does otherwise than what is known of it. */
export function compareWithKnown(known: Known, kind: string, results: readonly Result[]): string[] {
  return results.flatMap(({ id, verdict, note }) => {
    const before = known[kind]?.results[id]?.verdict ?? "unknown";
    if (before === verdict) return [];
    return [
      `${id}: the table says ${before}, now ${verdict}${note === undefined ? "" : ` (${note})`}`,
    ];
  });
}
