import * as z from "zod/mini";
import { catch as otherwise } from "zod/mini";
import { lazy } from "../../lazy.ts";

/** Who paused or drained something, and why; `at` in seconds since 1970. */
export interface OperatorMark {
  readonly by?: string;
  readonly why?: string;
  readonly at?: number;
}
/** A decision of health; `at` in ms since 1970. */
export interface HealthLook {
  readonly status: number;
  /** Which metric decided; absent where none is configured. */
  readonly metric?: string;
  readonly value?: number;
  readonly at?: number;
}
export interface DurationsLook {
  readonly average: number;
  readonly max: number;
}
export interface Operated {
  readonly paused?: OperatorMark;
  readonly draining?: OperatorMark;
  readonly health?: HealthLook;
  /** What decided each minute of the last hour, oldest first; empty where no metric is configured. */
  readonly healthMinutes: readonly HealthLook[];
  /** Of the last closed tasks, in seconds. */
  readonly durations?: DurationsLook;
  /** A run holds the lease. */
  readonly isLeased: boolean;
}

const Row = /* @__PURE__ */ lazy(() => {
  const maybe = <S extends z.ZodMiniType>(schema: S) => otherwise(z.optional(schema), undefined);
  const mark = maybe(
    z.object({ by: maybe(z.string()), why: maybe(z.string()), at: maybe(z.number()) }),
  );
  return z.object({
    holder: maybe(z.string()),
    until: maybe(z.number()),
    paused: mark,
    draining: mark,
    health: maybe(
      z.object({
        status: z.number(),
        metric: maybe(z.string()),
        value: maybe(z.number()),
        at: maybe(z.number()),
      }),
    ),
    durations: maybe(z.object({ average: z.number(), max: z.number() })),
    health_minutes: maybe(z.array(z.tuple([z.number(), z.number(), z.string()], z.number()))),
  });
});

/** What a labourer's row of state says to people; a labourer that never ran has none. Pure. */
export function operated(row: object | undefined, now: number): Operated {
  const { holder, until = 0, health_minutes: minutes = [], ...said } = Row().parse(row ?? {});
  const healthMinutes = minutes
    .map(([minute, status, metric, value]): HealthLook => {
      return { at: minute * 60_000, status, metric, ...(value !== undefined && { value }) };
    })
    .filter(({ at = 0 }) => at > now - hourMs);
  return { ...said, healthMinutes, isLeased: holder !== undefined && until > now };
}

const hourMs = 3_600_000;
