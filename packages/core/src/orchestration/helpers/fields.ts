import * as z from "zod/mini";

const isoDay = /^\d{4}-\d{2}-\d{2}$/;
const date = "a date: YYYY-MM-DD, with or without a time, or seconds or milliseconds since 1970";

/** Whole numbers from `1, 2` or a list; what is no number is left out. Seed: validate_list_of_numbers_from_csv. */
export const numbersField = z.pipe(
  z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))], {
    error: "numbers with commas between, or a list",
  }),
  z.transform((given) =>
    (typeof given === "string" ? given.split(",") : [given].flat())
      .filter((one) => typeof one === "number" || /^\s*\d+\s*$/.test(one))
      .map((one) => Math.trunc(Number(one))),
  ),
);

/** Words from `a, b` or a list of such. Seed: validate_list_of_words_from_csv_or_list. */
export const wordsField = z.pipe(
  z.pipe(
    z.union([z.string(), z.array(z.string())], { error: "words with commas between, or a list" }),
    z.transform((given) => [given].flat().flatMap((row) => row.split(",").map((w) => w.trim()))),
  ),
  z.array(z.string().check(z.regex(/^\S*$/, "single words"))),
);

/** A day of UTC as `YYYY-MM-DD`, from text, seconds or milliseconds. Seed: validate_date_from_something. */
export const dateField = z.pipe(
  z.pipe(z.union([z.string(), z.number()], { error: date }), z.transform(dayOf)),
  z.string(date).check(z.regex(isoDay, date)),
);

/** Seed: to_bool. */
export const booleanField = z.pipe(
  z.union([z.boolean(), z.number(), z.literal(["true", "false", "1", "0"])], {
    error: "true or false",
  }),
  z.transform((given) => given !== "false" && given !== "0" && Boolean(given)),
);

function dayOf(given: string | number): string | undefined {
  if (typeof given === "string" && isoDay.test(given.slice(0, 10))) {
    const day = given.slice(0, 10);
    const time = new Date(`${day}T00:00:00Z`);
    return Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== day
      ? undefined
      : day;
  }
  const number = typeof given === "string" && given.trim() === "" ? Number.NaN : Number(given);
  // Seconds of the year 9999 are milliseconds of 1978.
  const time = new Date(number < 253_402_300_800 ? number * 1_000 : number);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString().slice(0, 10);
}
