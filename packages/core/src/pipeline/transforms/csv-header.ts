import { InvalidFileError } from "./errors.ts";

const longestName = 1_000;

export interface Header {
  /** One for each column, all different. */
  readonly names: readonly string[];
  /** The key under which a longer record's further fields are kept. */
  readonly extraName: string;
}

/**
 * Names the columns by the first record: an empty name becomes `column_3`, a repeated one `name_2`.
 * Throws `InvalidFileError` for a name of over 1,000 characters, since every record repeats it.
 */
export function nameColumns(record: readonly string[]): Header {
  const free = nameFinder(record);
  const seen = new Set<string>();
  const names = record.map((name, index) => {
    if (name.length > longestName) throw tooLong(index);
    const isNew = name !== "" && !seen.has(name);
    seen.add(name);
    return isNew ? name : free(name === "" ? `column_${index + 1}` : name);
  });
  return { names, extraName: free("_extra") };
}

/** Gives names that neither the record nor an earlier answer has. */
function nameFinder(record: readonly string[]) {
  const taken = new Set(record);
  const lastNumbers = new Map<string, number>();
  return (wanted: string): string => {
    let name = wanted;
    let number = lastNumbers.get(wanted) ?? 1;
    while (taken.has(name)) name = `${wanted}_${++number}`;
    lastNumbers.set(wanted, number);
    taken.add(name);
    return name;
  };
}

function tooLong(index: number) {
  return new InvalidFileError(
    `CSV column ${index + 1} has a name of over ${longestName} characters.`,
  );
}
