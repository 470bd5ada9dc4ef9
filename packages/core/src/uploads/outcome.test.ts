import { describe, expect, test } from "vitest";
import { fileId } from "../pipeline/file-id.ts";
import { UploadNotFoundError } from "./errors.ts";
import { decideOutcome, uploadOutcome } from "./outcome.ts";
import { registerFile } from "./register.ts";
import { alice, needsWith, now, version } from "./testing.ts";

const mine = { correlation: "mine", created_at: now };

describe("the outcome of an upload", () => {
  test("is stored once the ledger has its correlation id, in whatever state", () => {
    const other = version({ version: "v0", correlation: "other" });
    const stored = version({ correlation: "mine", state: "processed" });
    expect(decideOutcome(mine, [other, stored])).toEqual({
      outcome: "stored",
      id: fileId(stored),
      state: "processed",
    });
  });
  test.each([
    ["nothing", []],
    ["an archived version", [version({ received_at: now - 1 })]],
    ["a version that came after", [version({ state: "processing", received_at: now + 1 })]],
  ])("is pending while the ledger has %s", (_, versions) => {
    expect(decideOutcome(mine, versions)).toEqual({ outcome: "pending" });
  });
  test.each(["received", "processing", "processed", "failed", "handed"] as const)(
    "is another's when an older version lies in staging as %s",
    (state) => {
      const older = version({ state, received_at: now - 1 });
      expect(decideOutcome(mine, [older])).toEqual({ outcome: "other" });
    },
  );
  test("is told only for registered files", async () => {
    const needs = needsWith({ versions: [version({ correlation: "token-1" })] });
    await expect(uploadOutcome("alice/report.csv", alice, needs)).rejects.toThrow(
      UploadNotFoundError,
    );
    await registerFile({ key: "report.csv", type: "text/csv", size: 1 }, alice, needs);
    await expect(uploadOutcome("alice/report.csv", alice, needs)).resolves.toMatchObject({
      outcome: "stored",
    });
  });
});
