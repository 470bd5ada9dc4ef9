import { expect, test } from "vitest";
import { gathering } from "./gathering.ts";

/** Answers with what it was asked, once it is let go on; notes each request. */
function office({ most = 10, refuses = "" } = {}) {
  const requests: string[] = [];
  const pending: (() => void)[] = [];
  const request = (jobs: readonly string[]) => {
    requests.push(jobs.join("+"));
    return new Promise<void>((resolve) => pending.push(resolve));
  };
  const ask = gathering<string, string>({
    most,
    clash: (one, other) => one[0] === other[0],
    together: async (jobs) => {
      await request(jobs);
      if (jobs.includes("broken")) throw new TypeError("no answer");
      return jobs.map((job) => (job === refuses ? undefined : job.toUpperCase()));
    },
    alone: async (job) => {
      await request([job]);
      return `${job} alone`;
    },
  });
  const goOn = async () => {
    pending.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ask, requests, goOn };
}

test("who comes alone goes at once; who comes meanwhile goes together after that", async () => {
  const { ask, requests, goOn } = office();
  const answers = Promise.all([ask("a"), ask("b"), ask("c")]);
  expect(requests).toEqual(["a"]);
  await goOn();
  expect(requests).toEqual(["a", "b+c"]);
  await goOn();
  expect(await answers).toEqual(["A", "B", "C"]);
});

test("no more go together than may", async () => {
  const { ask, requests, goOn } = office({ most: 2 });
  const answers = Promise.all([ask("a"), ask("b"), ask("c"), ask("d")]);
  for (let request = 0; request < 3; request++) await goOn();
  await answers;
  expect(requests).toEqual(["a", "b+c", "d"]);
});

test("two that clash go one after the other, and a third isn't held up by them", async () => {
  const { ask, requests, goOn } = office();
  const answers = Promise.all([ask("a"), ask("x1"), ask("x2"), ask("y")]);
  for (let request = 0; request < 3; request++) await goOn();
  expect(await answers).toEqual(["A", "X1", "X2", "Y"]);
  expect(requests).toEqual(["a", "x1+y", "x2"]);
});

test("who got no answer among the others is asked for alone, and holds up nobody", async () => {
  const { ask, requests, goOn } = office({ refuses: "b" });
  const first = Promise.all([ask("a"), ask("b"), ask("c")]);
  await goOn();
  await goOn();
  const later = ask("d");
  expect(requests).toEqual(["a", "b+c", "b", "d"]);
  await goOn();
  await goOn();
  expect(await first).toEqual(["A", "b alone", "C"]);
  expect(await later).toBe("D");
});

test("a request without an answer fails all who went in it, and nobody else", async () => {
  const { ask, goOn } = office();
  const answers = Promise.allSettled([ask("a"), ask("broken"), ask("c")]);
  const later = answers.then(() => ask("d"));
  for (let request = 0; request < 3; request++) await goOn();
  expect((await answers).map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "rejected",
  ]);
  await goOn();
  expect(await later).toBe("D");
});
