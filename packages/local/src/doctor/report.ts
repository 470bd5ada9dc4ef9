import { type Check, isHealthy, type Status } from "./checks.ts";

const signs: Readonly<Record<Status, string>> = { ok: "ok", optional: "-", warn: "!", fail: "X" };

/** The checks as a person reads them: one line each, below it how to mend it. */
export function renderReport(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ title }) => title.length));
  const lines = checks.flatMap(({ status, title, found, mend }) => [
    `${signs[status].padEnd(3)} ${title.padEnd(width)}  ${found}`,
    ...(mend === undefined ? [] : [`${" ".repeat(width + 6)}${mend}`]),
  ]);
  const verdict = isHealthy(checks) ? "Ready." : "Not ready: mend what is marked X.";
  return [...lines, "", verdict].join("\n");
}
