import { type Block } from "../blocks.ts";
import { type News } from "../messages.ts";

/** Finds something in its third seed. */
process.on("message", ({ seed }: Block) => {
  const wrong = { seed, path: "4:0", scenario: {} as never, sentences: ["planned"] };
  const news: News = seed === 3 ? { kind: "wrong", wrong } : { kind: "finished" };
  process.send?.(news);
});
