import { defineConfig } from "vitest/config";

/** One project for each kind of test; `npm test` runs them in this order. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // So long only so that a busy machine isn't taken for a broken test.
          testTimeout: 60_000,
          include: [
            "packages/*/src/**/*.test.ts",
            "packages/web/build/**/*.test.ts",
            "scripts/**/*.test.ts",
            "tests/models/**/*.test.ts",
            "tests/contract/**/*.test.ts",
            "tests/unit/**/*.test.ts",
          ],
        },
      },
      {
        test: {
          name: "infra",
          testTimeout: 60_000,
          globalSetup: ["tests/infra/setup.ts"],
          include: ["tests/infra/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "simulation",
          include: ["tests/simulation/**/*.test.ts"],
          testTimeout: 600_000,
        },
      },
      {
        test: {
          name: "integration",
          globalSetup: ["tests/integration/setup.ts"],
          include: ["tests/integration/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "browser",
          globalSetup: ["tests/browser/setup.ts"],
          include: ["tests/browser/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          // One browser and one emulator do all the work.
          maxWorkers: 2,
        },
      },
    ],
  },
});
