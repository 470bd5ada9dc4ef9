import { isMissed, type Finding } from "../benchmark.ts";

/** Findings as rows to print. */
export const rowsOf = (findings: readonly Finding[]) =>
  findings.map((finding) => ({
    what: finding.what,
    measured: shown(finding.value, finding.unit),
    bar: finding.bar === undefined ? "" : shown(finding.bar, finding.unit),
    "": verdict(finding),
    from: finding.from,
  }));

/** `met`, `missed`, or nothing where there is no bar. */
export function verdict(finding: Finding): string {
  if (finding.bar === undefined) return "";
  return isMissed(finding) ? "missed" : "met";
}

/** A figure with its unit, as exact as it is of use. */
export function shown(value: number, unit: string): string {
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 2;
  return `${value.toFixed(digits)} ${unit}`.trim();
}
