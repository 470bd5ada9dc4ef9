import { describe, expect, test } from "vitest";
import { type Facts, isHealthy, judge } from "./checks.ts";
import { gatherFacts } from "./facts.ts";
import { renderReport } from "./report.ts";

const healthy: Facts = {
  platform: "linux",
  architecture: "x64, 8 cores",
  bundledNode: "v24.9.0",
  ownNode: "v20.19.0",
  npm: "10.8.2",
  git: "git version 2.39.5",
  missingPackages: [],
  python: { path: "/usr/bin/python3", version: "3.12" },
  emulator: { version: "installed" },
  sstPlatform: true,
  docker: "docker compose",
  endpoint: undefined,
  loopback: undefined,
  freeDiskBytes: 50e9,
  memoryBytes: 16e9,
};

const check = (id: string, facts: Partial<Facts>) =>
  judge({ ...healthy, ...facts }).find((found) => found.id === id);

describe("the doctor", () => {
  test("finds nothing to mend on a healthy machine", () => {
    const checks = judge(healthy);
    expect(checks.filter(({ status }) => status !== "ok")).toEqual([]);
    expect(isHealthy(checks)).toBe(true);
    expect(renderReport(checks)).toMatch(/Ready\.$/);
  });

  test.each([
    ["platform", { platform: "win32" }],
    ["node", { ownNode: "v18.20.0" }],
    ["node24", { bundledNode: "v22.18.0" }],
    ["npm", { npm: undefined }],
    ["packages", { missingPackages: ["sst"] }],
    ["python", { python: { problem: "No Python", mend: "install one" }, docker: { problem: "" } }],
    ["ports", { loopback: "EPERM" }],
    ["disk", { freeDiskBytes: 1e8 }],
    ["memory", { memoryBytes: 1e9 }],
    ["endpoint", { endpoint: { url: "http://127.0.0.1:9", answers: undefined } }],
    ["endpoint", { endpoint: { problem: "AWS_ENDPOINT_URL is real AWS" } }],
  ] as const)("fails and says how to mend: %s", (id, facts) => {
    expect(check(id, facts)).toMatchObject({ status: "fail", mend: expect.any(String) });
    expect(isHealthy(judge({ ...healthy, ...facts }))).toBe(false);
  });

  test.each([
    ["node", { ownNode: undefined }, "warn"],
    ["emulator", { emulator: undefined }, "warn"],
    ["sst", { sstPlatform: false }, "warn"],
    ["python", { python: { problem: "No Python", mend: "install one" } }, "warn"],
    ["git", { git: undefined }, "warn"],
    ["disk", { freeDiskBytes: 1e9 }, "warn"],
    ["memory", { memoryBytes: 2e9 }, "warn"],
    ["docker", { docker: { problem: "There is no docker command." } }, "optional"],
  ] as const)("only mentions what can wait: %s", (id, facts, status) => {
    expect(check(id, facts)).toMatchObject({ status, mend: expect.any(String) });
    expect(isHealthy(judge({ ...healthy, ...facts }))).toBe(true);
  });

  test("reads this very machine without failing", async () => {
    const facts = await gatherFacts(process.cwd(), process.env);
    expect(facts.missingPackages).toEqual([]);
    expect(judge(facts).map(({ id }) => id)).toContain("python");
  });
});
