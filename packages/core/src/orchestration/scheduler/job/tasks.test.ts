import { expect, test } from "vitest";
import { readAttributes } from "../chunking/attributes.ts";
import { payloadsOf } from "./tasks.ts";

/** The seed's tutorial, unchanged. */
const tutorial = {
  topics: {
    cars: { words: ["toyota", "mazda", "nissan", "racing", "automobile", "car"] },
    food: { words: ["recipe", "cooking", "eating", "food", "meal", "tasty"] },
    shows: { words: ["opera", "cinema", "movie", "concert", "show", "musical"] },
  },
  period: "last_2_days",
  isolate_days: true,
  isolate_words: true,
};

test("the tutorial's job is 36 tasks: each word of each day", () => {
  const attributes = readAttributes(["topic", "word"]);
  const tasks = [...payloadsOf(tutorial, attributes, { now: Date.parse("2026-03-01T12:00:00Z") })];
  expect(tasks).toHaveLength(36);
  expect(tasks[0]).toEqual({
    topics: ["cars"],
    words: ["toyota"],
    date_list: ["2026-02-27"],
    isolate_words: true,
  });
  const told = tasks.map(({ topics, words, date_list: dates }) => [topics, words, dates].join());
  expect(new Set(told).size).toBe(36);
  expect(told.at(-1)).toBe("shows,musical,2026-02-28");
});
