/** A number that is asked for. */
export interface Field {
  readonly label: string;
  readonly least: number;
  readonly most: number;
  /** No halves of it. */
  readonly isWhole?: boolean;
  /** May stay empty: then there is no such limit. */
  readonly isOptional?: boolean;
}

/** What comes, and how long it takes: the same with and without the change. */
export const loadFields = {
  waiting: { label: "Tasks that wait or run at first", least: 0, most: 1e6, isWhole: true },
  arriving: { label: "Tasks that arrive each minute", least: 0, most: 60_000 },
  minutes: { label: "They arrive for, minutes", least: 1, most: 43_200 },
  takes: { label: "A task takes, seconds", least: 0.1, most: 15_000_000 },
  failing: { label: "Attempts that fail, of 100", least: 0, most: 100 },
  keys: { label: "Different keys", least: 1, most: 100_000, isWhole: true },
  hours: { label: "Watch for at most, hours", least: 1, most: 2_160 },
} as const satisfies Record<string, Field>;

/** What is changed. Bounds are those of a labourer's settings. */
export const limitFields = {
  limit: { label: "At once", least: 0, most: 10_000, isWhole: true },
  keyLimit: { label: "At once for each key", least: 1, most: 1e9, isWhole: true, isOptional: true },
  starts: { label: "Starts", least: 1, most: 1e9, isWhole: true, isOptional: true },
  period: { label: "in seconds", least: 0.001, most: 1e9, isOptional: true },
} as const satisfies Record<string, Field>;

export type LoadName = keyof typeof loadFields;
export type LimitName = keyof typeof limitFields;
export type FieldName = LoadName | LimitName;
export const fields: Readonly<Record<FieldName, Field>> = { ...loadFields, ...limitFields };
export const fieldNames = Object.keys(fields) as FieldName[];

export const spreads = {
  random: "that long on average",
  fixed: "always that long",
} as const;
export type Spread = keyof typeof spreads;

/** What stands in the form: texts, however wrong. */
export type Answers = Readonly<Record<FieldName, string>> & { readonly spread: Spread };
