import { expect, test } from "vitest";
import * as z from "zod/mini";
import { issuesOf } from "./environment.ts";

test("issues name field, value and what was expected, in words", () => {
  const Settings = z.object({ limit: z.number(), names: z.array(z.string()) });
  const given = { limit: "many", names: ["a", 2] };
  const { error } = Settings.safeParse(given);
  expect(error && issuesOf(error, given)).toEqual([
    { field: "limit", value: "many", expected: "number" },
    { field: "names.1", value: 2, expected: "string" },
  ]);
});
