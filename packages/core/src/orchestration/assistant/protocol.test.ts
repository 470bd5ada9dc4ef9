import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { AssistantRequest } from "./protocol.ts";

const accepts = (request: unknown) => z.safeParse(AssistantRequest, request).success;
const claim = { action: "claim", task_id: "t", labourer_id: "l", attempt: 1, nonce: "n" };

describe("the assistant's protocol", () => {
  test("takes what Python's workers send", () => {
    const completed = { action: "mark_task_as_completed", task_id: "t", stats: { calls: 2 } };
    expect(z.parse(AssistantRequest, completed)).toEqual(completed);
    expect(accepts({ action: "mark_task_as_failed", task_id: "t" })).toBe(true);
  });

  test("reads stats and result that came as JSON text", () => {
    const request = { action: "mark_task_as_completed", task_id: "t", result: '{"rows":3}' };
    expect(z.parse(AssistantRequest, request)).toMatchObject({ result: { rows: 3 } });
  });

  test.each([
    ["an unknown action", { ...claim, action: "close" }],
    ["a claim without a nonce", { ...claim, nonce: undefined }],
    ["no task", { ...claim, task_id: "" }],
    ["attempt 0", { ...claim, attempt: 0 }],
    ["a result that is a list", { action: "mark_task_as_completed", task_id: "t", result: [1] }],
    ["a result of broken JSON", { action: "mark_task_as_completed", task_id: "t", result: "{" }],
  ])("refuses %s", (_, request) => {
    expect(accepts(claim)).toBe(true);
    expect(accepts(request)).toBe(false);
  });
});
