import { describe, expect, test } from "vitest";
import { eventually, mustAllow, mustAnswer, mustBe, mustRefuse } from "./expect.ts";
import { Mismatch } from "./probe.ts";

const refusal = (name: string) => Promise.reject(Object.assign(new Error("no"), { name }));

async function verdictOf(work: () => unknown) {
  try {
    await work();
    return "works";
  } catch (error) {
    return error instanceof Mismatch ? error.verdict : "broken";
  }
}

describe("what a probe expects", () => {
  test("letting through what AWS refuses is a failure, another error a difference", async () => {
    expect(await verdictOf(() => mustRefuse(refusal("AccessDenied"), "x", "AccessDenied"))).toBe(
      "works",
    );
    expect(await verdictOf(() => mustRefuse(refusal("Other"), "x", "AccessDenied"))).toBe(
      "differs",
    );
    expect(await verdictOf(() => mustRefuse(refusal("Other"), "x"))).toBe("works");
    expect(await verdictOf(() => mustRefuse(Promise.resolve(), "x", "AccessDenied"))).toBe("fails");
  });

  test("refusing what AWS allows is a failure", async () => {
    expect(await verdictOf(() => mustAllow(refusal("AccessDenied"), "x"))).toBe("fails");
    expect(await mustAllow(Promise.resolve(7), "x")).toBe(7);
  });

  test("another value than AWS's is a difference", async () => {
    expect(await verdictOf(() => mustBe({ a: [1] }, { a: [1] }, "x"))).toBe("works");
    expect(await verdictOf(() => mustBe({ a: [1] }, { a: [2] }, "x"))).toBe("differs");
  });

  test.each([
    [403, [403], "works"],
    [200, [403], "fails"],
    [400, [403], "differs"],
    [200, [200], "works"],
    [500, [200], "fails"],
    [201, [200], "differs"],
  ] as const)("HTTP %i where AWS answers %j: %s", async (status, expected, verdict) => {
    expect(await verdictOf(() => mustAnswer(status, expected, "x"))).toBe(verdict);
  });

  test("what never comes is a failure that says how long it was waited for", async () => {
    const never = eventually(async () => undefined, "a message", { withinMs: 20, everyMs: 5 });
    await expect(never).rejects.toThrow("a message: not within 0.02 s");
    let looks = 0;
    const third = async () => (++looks === 3 ? "there" : undefined);
    expect(await eventually(third, "a message", { everyMs: 1 })).toBe("there");
  });
});
