const digits = 64;

/** What tells the order of two uploads to one key. */
export interface Moment {
  /** As `normalSequencer` writes it. */
  readonly sequencer?: string;
  /** Milliseconds since 1970. */
  readonly at?: number;
}

/**
 * S3's sequencer as a ledger can compare it: the shorter padded right with zeros, upper case.
 *
 * Nothing but zeros, or no hex digits, says nothing about the order: `undefined`.
 */
export function normalSequencer(sequencer: string | undefined): string | undefined {
  if (!sequencer || !/^[0-9a-f]{1,64}$/i.test(sequencer) || /^0+$/.test(sequencer))
    return undefined;
  return sequencer.toUpperCase().padEnd(digits, "0");
}

/**
 * Whether upload `a` came before upload `b` of the same key; false also where nothing tells.
 *
 * Sequencers decide. Where one is missing or both are equal, the times do, in whole seconds:
 * a listing knows them no finer.
 */
export function isOlder(a: Moment, b: Moment): boolean {
  if (a.sequencer && b.sequencer && a.sequencer !== b.sequencer) return a.sequencer < b.sequencer;
  if (a.at === undefined || b.at === undefined) return false;
  return wholeSeconds(a.at) < wholeSeconds(b.at);
}

const wholeSeconds = (ms: number) => Math.floor(ms / 1000);
