/** What a map has asked of DynamoDB since it was opened. */
export interface PersistentMapStats {
  /** Requests that read: the item, and its parts. */
  readonly gets: number;
  /** Writes of content, each one request. */
  readonly puts: number;
  /** Requests that removed parts of former contents. */
  readonly removals: number;
  /** How often another writer came first. */
  readonly conflicts: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** As DynamoDB tells them; a refused write costs one and isn't told. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** The same, while it is counted. */
export type Tally = { -readonly [Name in keyof PersistentMapStats]: number };

export const newTally = (): Tally => ({
  gets: 0,
  puts: 0,
  removals: 0,
  conflicts: 0,
  bytesRead: 0,
  bytesWritten: 0,
  readUnits: 0,
  writeUnits: 0,
});

type Consumed = { readonly CapacityUnits?: number } | undefined;

/** The units in an answer to a request with `ReturnConsumedCapacity: "TOTAL"`. */
export const unitsIn = (consumed: Consumed | readonly Consumed[]): number =>
  [consumed].flat().reduce((sum, one) => sum + (one?.CapacityUnits ?? 0), 0);
