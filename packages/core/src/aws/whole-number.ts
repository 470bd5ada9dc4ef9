import { _coercedNumber } from "zod/v4/core";
import * as z from "zod/mini";

/**
 * A whole number within limits, read from text. (`z.coerce` would do, and put dates and big
 * numbers into every bundle.)
 */
export const wholeNumber = (
  least: number,
  most: number,
  expected = `a whole number from ${least} to ${most}`,
) =>
  _coercedNumber(z.ZodMiniNumber, expected).check(
    z.int(expected),
    z.gte(least, expected),
    z.lte(most, expected),
  );
