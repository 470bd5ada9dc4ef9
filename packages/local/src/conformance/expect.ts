import { isDeepStrictEqual } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { differs, fails } from "./probe.ts";

/** AWS refuses this with one of `names`; letting it through is a failure. */
export async function mustRefuse(
  request: Promise<unknown>,
  what: string,
  ...names: readonly string[]
): Promise<void> {
  const error = await outcomeOf(request);
  if (error === undefined) fails(`${what}: accepted`);
  if (names.length > 0 && !names.includes(error)) {
    differs(`${what}: refused with ${error}, on AWS ${names[0]}`);
  }
}

/** AWS allows this. */
export async function mustAllow<T>(request: Promise<T>, what: string): Promise<T> {
  try {
    return await request;
  } catch (error) {
    return fails(`${what}: refused with ${nameOf(error)}`);
  }
}

/** The name of the error, or undefined when it succeeds. */
export async function outcomeOf(request: Promise<unknown>): Promise<string | undefined> {
  return request.then(() => undefined, nameOf);
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // HEAD answers have no body to tell the code by.
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return error.name === "Unknown" || error.name === "UnknownError"
    ? `HTTP ${$metadata?.httpStatusCode ?? "error"}`
    : error.name;
}

/** What is there but isn't what AWS gives differs. */
export function mustBe(actual: unknown, expected: unknown, what: string): void {
  if (!isDeepStrictEqual(actual, expected)) {
    differs(`${what}: ${shorten(actual)}, on AWS ${shorten(expected)}`);
  }
}

/** A status that is not among `expected`: success is a failure to refuse, else it differs. */
export function mustAnswer(status: number, expected: readonly number[], what: string): void {
  if (expected.includes(status)) return;
  const refusedOnAws = (expected[0] ?? 0) >= 400;
  if (refusedOnAws && status < 400) fails(`${what}: accepted`);
  if (!refusedOnAws && status >= 400) fails(`${what}: refused with HTTP ${status}`);
  differs(`${what}: HTTP ${status}, on AWS ${expected.join(" or ")}`);
}

/** Looks until there is something to see. Fails after `withinMs` milliseconds (20,000). */
export async function eventually<T>(
  look: () => Promise<T | undefined>,
  what: string,
  { withinMs = 20_000, everyMs = 150 } = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) return fails(`${what}: not within ${withinMs / 1_000} s`);
    await sleep(everyMs);
  }
}

function shorten(value: unknown) {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
