import { expect, test } from "vitest";
import * as z from "zod/mini";
import { issuesOf } from "./environment.ts";

test("issues name field, value and what was expected, in words", () => {
  const Settings = z.object({
    limit: z.number(),
    names: z.array(z.string()),
    share: z.number().check(z.minimum(0), z.maximum(1)),
    least: z.number().check(z.minimum(3)),
    status: z.literal([0, 1]),
  });
  const given = { limit: "many", names: ["a", 2], share: 2, least: 1, status: 4 };
  const { error } = Settings.safeParse(given);
  expect(error && issuesOf(error, given)).toEqual([
    { field: "limit", value: "many", expected: "number" },
    { field: "names.1", value: 2, expected: "string" },
    { field: "share", value: 2, expected: "at most 1" },
    { field: "least", value: 1, expected: "at least 3" },
    { field: "status", value: 4, expected: "one of 0, 1" },
  ]);
});
