import { expect, test } from "vitest";
import { completeApp } from "./app.ts";

test("what an app doesn't say is SST's default; production is retained", () => {
  expect(completeApp({ name: "a" }, "dev", "us-east-1")).toMatchObject({
    removal: "remove",
    protect: false,
    home: "aws",
  });
  expect(completeApp({ name: "a" }, "production", "us-east-1").removal).toBe("retain");
  expect(completeApp({ name: "a", protect: true }, "x", "us-east-1").protect).toBe(true);
});
