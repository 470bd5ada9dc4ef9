const units = ["bytes", "KB", "MB", "GB", "TB"] as const;

/** A size for a person: `1.4 MB`, by 1,024. Pure. */
export function bytesText(bytes: number): string {
  if (bytes === 1) return "1 byte";
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  const digits = power === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString("en", { maximumFractionDigits: digits })} ${units[power]}`;
}
