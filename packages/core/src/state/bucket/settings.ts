import * as z from "zod/mini";
import { issuesOf } from "../../aws/environment.ts";
import { InvalidInputError } from "../../errors.ts";
import { lazy } from "../../lazy.ts";

const mebibyte = 1024 ** 2;
const longestKey = 1_024;

const key = () =>
  z
    .string()
    .check(
      z.refine(
        (text) => text !== "" && Buffer.byteLength(text) <= longestKey,
        `a key of 1 to ${longestKey} bytes`,
      ),
    );

const Options = /* @__PURE__ */ lazy(() =>
  z.object({
    bucket: z.string().check(z.regex(/^[\w.:/-]{3,255}$/, "a bucket's name")),
    key: z.optional(key()),
    pretty: z.prefault(z.boolean(), false),
    maxBytes: z.prefault(z.int().check(z.minimum(1)), 64 * mebibyte),
    maxAttempts: z.prefault(z.int().check(z.minimum(1), z.maximum(1_000)), 20),
  }),
);

export type BucketSettings = z.output<ReturnType<typeof Options>>;

/** Checks options. Throws `InvalidInputError`. */
export function bucketSettings(options: object): BucketSettings {
  const { success, data, error } = z.safeParse(Options(), options);
  if (!success) throw new InvalidInputError(issuesOf(error, options));
  return data;
}

/** Checks the key of one call. Throws `InvalidInputError`. */
export function checkedKey(given: string | undefined): string {
  const { success, data, error } = z.safeParse(z.object({ key: key() }), { key: given });
  if (!success) throw new InvalidInputError(issuesOf(error, { key: given }));
  return data.key;
}
