import { type Clock } from "../model.ts";
import { type Random } from "../random.ts";
import { type LambdaFunction, type Result } from "./function.ts";

export interface AsynchronousSettings {
  /** How late an invocation begins, in ms, drawn anew each time. */
  readonly lateness: readonly [number, number];
  /** How probably (0 to 1) one is done a second time, though it succeeded. */
  readonly repeats: number;
  /** How probably one is never done. */
  readonly drops: number;
  /** How often one that fails is tried again: 0 to 2. */
  readonly retries: number;
  /** How old an event may be when it is tried, in ms. */
  readonly maximumAge: number;
}

interface World {
  readonly clock: Clock;
  readonly random: Random;
  /** Hears how every invocation ended. */
  readonly heard?: (result: Result) => void;
}

/** Takes an event for later, as Lambda does with `InvocationType: "Event"`: answered before it is done. */
export function invokeLater(
  { clock, random, heard }: World,
  target: LambdaFunction,
  settings: AsynchronousSettings,
): (event: unknown) => void {
  return (event) => {
    const accepted = clock.now();
    const attempt = async (left: number): Promise<void> => {
      if (clock.now() - accepted > settings.maximumAge) return;
      const result = await target.invoke(event);
      heard?.(result);
      if (result.kind === "returned" || left === 0) return;
      // AWS waits one minute before the second try and two before the third.
      clock.after((settings.retries - left + 1) * 60_000, () => void attempt(left - 1));
    };
    const later = () =>
      clock.after(random.between(...settings.lateness), () => void attempt(settings.retries));
    if (!random.chance(settings.drops)) later();
    if (random.chance(settings.repeats)) later();
  };
}
