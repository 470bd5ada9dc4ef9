import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { firstLoad } from "./first-load.ts";

const chunk = (size: number, change = {}) => ({
  code: randomBytes(size).toString("latin1"),
  isEntry: false,
  imports: [],
  ...change,
});

test("the first load is the entry with all it imports, and not what is loaded later", () => {
  const entry = chunk(1000, { isEntry: true, imports: ["react.js"] });
  const chunks = { "index.js": entry, "react.js": chunk(2000, { imports: ["base.js"] }) };
  const small = firstLoad({ ...chunks, "base.js": chunk(10), "uppy.js": chunk(50_000) });
  const large = firstLoad({ ...chunks, "base.js": chunk(30_000), "uppy.js": chunk(50_000) });
  expect(small).toBeGreaterThan(3000);
  expect(small).toBeLessThan(10_000);
  expect(large).toBeGreaterThan(30_000);
});
