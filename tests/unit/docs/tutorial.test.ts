import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { blocks } from "./blocks.ts";

const file = "infra/orchestration/labourers.ts";
const changes = blocks.filter(
  ({ page, info }) => page.endsWith("/tutorial.md") && info === `change to ${file}`,
);

test("the tutorial's own worker is written as those that are there", async () => {
  const text = await readFile(file, "utf8");
  const [fn, labourer] = changes.map(({ code }) => code);
  expect(changes).toHaveLength(2);
  // The same calls with the same settings as of the samples; only names differ.
  const settings = [...(fn ?? "").matchAll(/^ {2}(\w+):/gm)].map(([, name = ""]) => name);
  expect(settings).toEqual(["name", "handler"]);
  for (const name of settings) expect(text).toMatch(new RegExp(`worker\\("\\w+", {[^}]*${name}:`));
  const [head = ""] = (labourer ?? "").split("\n");
  expect(text).toContain(head);
  const limits = [...(labourer ?? "").matchAll(/(\w+)(?::|,| })/g)].map(([, name = ""]) => name);
  expect(limits).toEqual(
    expect.arrayContaining(["arn", "max_simultaneous_invocations", "duration", "cooldown"]),
  );
});
