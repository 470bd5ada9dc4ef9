import { expect, test } from "vitest";
import { withOwnTexts } from "./own-texts.ts";

test("texts that Python's client made numbers or truth values are texts again", () => {
  const row = { task_id: "t", job_id: 20_240_229, singleton_key: true, attempts: 1, result_a: 7 };
  expect(withOwnTexts(row)).toEqual({ ...row, job_id: "20240229", singleton_key: "true" });
});

test("a row without such is the same row", () => {
  const row = { task_id: "t", job_id: "7", held: true };
  expect(withOwnTexts(row)).toBe(row);
});
