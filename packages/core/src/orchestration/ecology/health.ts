/** 0 Bad, 1 Poor, 2 Moderate, 3 Good, 4 High. Seed: ECO_STATUSES. */
export type Status = 0 | 1 | 2 | 3 | 4;

export const statusNames = ["Bad", "Poor", "Moderate", "Good", "High"] as const;

/** How a labourer feels, and the metric that decided it: the worst. */
export interface Health {
  readonly status: Status;
  /** Absent: no metric is configured. */
  readonly metric?: string;
  /** Absent: the metric had no data. */
  readonly value?: number;
}

export const healthy: Health = { status: 4 };
