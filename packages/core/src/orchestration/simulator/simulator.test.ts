import { describe, expect, test } from "vitest";
import { InvalidOrchestrationConfigError } from "../errors.ts";
import { simulate, type SimulationInput } from "../simulator.ts";

const burst = (count: number, more: object = {}) => ({ count, ...more });
const config = (more: Partial<SimulationInput> = {}): SimulationInput => ({
  labourer: { max_simultaneous_invocations: 10 },
  arrivals: [burst(100)],
  durations: { fixed: 10 },
  ...more,
});
const key = "payload.tenant";

describe("a simulation", () => {
  test("of a burst takes as many rounds of its duration as the limit asks", () => {
    const { tasks, completed, left, lasted, utilisation, delay, series } = simulate(config());
    expect([tasks, completed, left]).toEqual([100, 100, 0]);
    expect(lasted).toBeGreaterThanOrEqual(100);
    expect(lasted).toBeLessThan(105);
    expect(utilisation).toBeGreaterThan(0.95);
    expect(delay.p50).toBeGreaterThan(30);
    expect(Math.max(...series.map(({ running }) => running))).toBe(10);
    expect(Math.max(...series.map((point) => point.utilisation))).toBeLessThanOrEqual(1.000_001);
    expect(series.reduce((sum, { started }) => sum + started, 0)).toBe(100);
  });

  test("of the same seed is the same, of another another", () => {
    const random = config({ durations: { exponential: 5 }, failures: { rate: 0.2 } });
    expect(simulate(random)).toEqual(simulate(random));
    expect(simulate(random).lasted).not.toBe(simulate({ ...random, seed: 2 }).lasted);
  });

  test("starts at once what is poked; the clock alone lets it wait up to a minute", () => {
    const arrivals = [{ rate: 0.02, until: 36_000 }];
    expect(simulate(config({ arrivals })).delay.p95).toBeLessThan(2);
    const clock = simulate(config({ arrivals, pokes: false })).delay;
    expect(clock.max).toBeLessThanOrEqual(60);
    expect(clock.mean).toBeGreaterThan(20);
  });

  test("doesn't let one tenant's 50,000 delay another's first under fair share", () => {
    const arrivals = [burst(50_000, { key: "many" }), burst(1, { key: "few", at: 60 })];
    const labourer = { max_simultaneous_invocations: 10 };
    const delayOf = (flow: object) =>
      simulate({
        ...config({ arrivals, until: 60_000 }),
        labourer: { ...labourer, flow },
      }).keys.find((one) => one.key === "few")?.maxDelay ?? Infinity;
    expect(delayOf({ fair_share: { key } })).toBeLessThanOrEqual(11);
    expect(delayOf({})).toBe(Infinity);
  });

  test("holds keys to their limit, and says what held", () => {
    const flow = { concurrency: { key, limit: 2 } };
    const labourer = { max_simultaneous_invocations: 10, flow };
    const arrivals = [burst(100, { key: "tenant", keys: 3 })];
    const { keys, holds, utilisation } = simulate(config({ labourer, arrivals }));
    expect(keys.map(({ mostRunning }) => mostRunning)).toEqual([2, 2, 2]);
    expect(holds["key_limit"]).toBeGreaterThan(10);
    expect(utilisation).toBeLessThanOrEqual(0.6);
  });

  test("holds the rate, of the labourer and of keys", () => {
    const rate = { limit: 5, period: 10 };
    const own = { max_simultaneous_invocations: 100, flow: { rate_limit: rate } };
    const fast = { durations: { fixed: 0.1 } };
    expect(simulate(config({ labourer: own, ...fast })).lasted).toBeCloseTo(190, -1);
    const keyed = { max_simultaneous_invocations: 100, flow: { rate_limit: { key, ...rate } } };
    const arrivals = [burst(100, { key: "tenant", keys: 2 })];
    expect(simulate(config({ labourer: keyed, arrivals, ...fast })).lasted).toBeCloseTo(90, -1);
  });

  test("lets higher priorities go first", () => {
    const labourer = { max_simultaneous_invocations: 1, flow: { priority: true } };
    const arrivals = [burst(50), burst(1, { priority: 9, at: 1 })];
    const low = simulate(config({ labourer, arrivals }));
    expect(low.series.some(({ maxDelay }) => maxDelay < 12 && maxDelay > 0)).toBe(true);
  });

  test("closes what is too late, retries what fails, and gives up in the end", () => {
    const late = simulate(config({ arrivals: [burst(30, { deadline: 15 })] }));
    expect([late.completed, late.expired]).toEqual([20, 10]);
    const failing = simulate(config({ failures: { rate: 1 } }));
    expect([failing.completed, failing.dead, failing.retries]).toEqual([0, 100, 200]);
  });

  test("waits between attempts as long as the scavenger lets them wait", () => {
    const arrivals = [burst(1)];
    const lastedWith = (retry: object) => {
      const labourer = { max_simultaneous_invocations: 1, duration: 100, max_attempts: 3, retry };
      return simulate(config({ labourer, arrivals, failures: { rate: 1 } })).lasted;
    };
    const working = 3 * 10;
    expect(lastedWith({ policy: "attempts" })).toBeCloseTo(working + 100 + 200, -1);
    const capped = lastedWith({ base: 100, cap: 150 });
    expect(capped).toBeGreaterThanOrEqual(working + 50 + 75);
    expect(capped).toBeLessThanOrEqual(working + 100 + 150 + 2);
  });

  test("goes by health", () => {
    const health = [
      { at: 0, status: 0 as const },
      { at: 300, status: 2 as const },
    ];
    const { series, holds } = simulate(config({ health }));
    expect(holds["health"]).toBeGreaterThan(0);
    expect(Math.max(...series.map(({ running }) => running))).toBe(5);
  });

  test("plans a million tasks", () => {
    const arrivals = [burst(1_000_000, { key: "tenant", keys: 50 })];
    const labourer = {
      max_simultaneous_invocations: 1_000,
      flow: { concurrency: { key, limit: 100 } },
    };
    const told: number[] = [];
    const result = simulate(config({ labourer, arrivals }), (done) => told.push(done));
    expect(result).toMatchObject({ tasks: 1_000_000, completed: 1_000_000 });
    expect(result.series.length).toBeLessThanOrEqual(300);
    expect(told.length).toBeGreaterThan(10);
  }, 120_000);

  test.each([
    [{ labourer: { max_simultaneous_invocations: -1 } }, /max_simultaneous_invocations/],
    [{ arrivals: [] }, /arrivals/],
    [{ durations: { fixed: -1 } }, /durations/],
    [{ failures: { rate: 2 } }, /failures\.rate/],
    [{ durations: { always: 1 } as never }, /durations: expected \{ fixed \}/],
    [{ labourer: undefined as never }, /labourer: expected record/],
  ] as const)("that can't be read is refused, by field: %j", (wrong, message) => {
    expect(() => simulate({ ...config(), ...wrong })).toThrow(InvalidOrchestrationConfigError);
    expect(() => simulate({ ...config(), ...wrong })).toThrow(message);
  });
});
