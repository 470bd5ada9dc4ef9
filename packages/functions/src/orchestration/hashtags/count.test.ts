import { expect, test } from "vitest";
import { countHashtag } from "./count.ts";
import posts from "./posts.json" with { type: "json" };

test("a word is counted once a post, however it is written", () => {
  // 2026-11-20 is a Friday.
  const byHand = posts.friday.filter((post) =>
    post.toLowerCase().split(" ").includes("#recipe"),
  ).length;
  expect(byHand).toBeGreaterThan(0);
  expect(countHashtag("Recipe", "2026-11-20")).toBe(byHand);
});

test("a part of a hashtag isn't the word", () => {
  expect(posts.friday.some((post) => post.includes("#movie"))).toBe(true);
  expect(countHashtag("mov", "2026-11-20")).toBe(0);
});

test("every day of the week has posts of its own", () => {
  const days = ["15", "16", "17", "18", "19", "20", "21"].map((day) => `2026-11-${day}`);
  const counts = days.map((day) => countHashtag("food", day));
  expect(new Set(counts).size).toBeGreaterThan(2);
});
