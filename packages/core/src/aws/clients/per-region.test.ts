import { afterEach, expect, test, vi } from "vitest";
import { perRegion } from "./per-region.ts";

afterEach(() => vi.unstubAllEnvs());

test("a region's client is made once, with that region", () => {
  vi.stubEnv("AWS_REGION", "eu-north-1");
  const client = perRegion(({ region }) => ({ region }));
  expect(client("eu-west-1")).toEqual({ region: "eu-west-1" });
  expect(client("eu-west-1")).toBe(client("eu-west-1"));
  expect(client()).toEqual({ region: "eu-north-1" });
  expect(client()).toBe(client());
});
