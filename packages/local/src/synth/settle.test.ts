import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Registration } from "./pulumi.ts";
import { settling } from "./settle.ts";

const registration = (type: string, name: string) => ({ type, name }) as Registration;
const engine = {
  register: async () => ({ id: "", state: {} }),
  call: async () => ({}),
};

/** Whether it has settled by now, asked without waiting for it. */
function following(work: Promise<void>) {
  const seen = { settled: false };
  void work.then(() => (seen.settled = true));
  return seen;
}

describe("a program", () => {
  test("is done after a while in which nothing happens", async () => {
    const activity = settling();
    await activity.watch(engine).register(registration("aws:s3/bucket:Bucket", "a"));
    await activity.settled();
  });

  test("is not done while something is under way", async () => {
    const activity = settling();
    const { promise, resolve } = Promise.withResolvers<void>();
    const building = activity.track(() => promise);
    const seen = following(activity.settled());
    await sleep(500);
    expect(seen.settled).toBe(false);
    resolve();
    await building;
    await expect.poll(() => seen.settled).toBe(true);
  });

  test("is not done before the function of each component is there, however long its bundle takes", async () => {
    const activity = settling();
    const watched = activity.watch(engine);
    await watched.register(registration("sst:aws:Function", "Api"));
    const seen = following(activity.settled());
    await sleep(600);
    expect(seen.settled).toBe(false);
    await watched.register(registration("aws:lambda/function:Function", "ApiFunction"));
    await expect.poll(() => seen.settled).toBe(true);
  });
});
