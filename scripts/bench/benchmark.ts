/** One measured figure. Lower is better in all of them. */
export interface Finding {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What it is held to; absent where it is only told. */
  readonly bar?: number;
  /** Whether it is the same on a slow or a busy machine: only then does a missed bar fail the run. */
  readonly steady: boolean;
  /** What it was measured from. */
  readonly from: string;
}

/** What a benchmark found, and where the time, the bytes or the requests went. */
export interface Findings {
  readonly findings: readonly Finding[];
  /** Tables by title. */
  readonly details?: Readonly<Record<string, readonly Row[]>>;
}
export type Row = Readonly<Record<string, string | number>>;

export interface BenchOptions {
  /** How often each thing is measured, in turn with what it is compared to. Absent: as often as the benchmark needs. */
  readonly rounds?: number;
  /** How much of it: 1 is all, 0.1 a tenth of the files and bytes. */
  readonly scale: number;
  /** Told what happens, one line each. */
  readonly say: Say;
}
export type Say = (line: string) => void;

export interface Benchmark {
  /** What it measures, in a line. */
  readonly about: string;
  readonly run: (options: BenchOptions) => Promise<Findings>;
}

export const isMissed = ({ value, bar }: Finding): boolean => bar !== undefined && value > bar;

/** The middle one; of an even number the upper. NaN of none. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
