import { test } from "vitest";

/** What holds of a service, by a sentence that says it: the check throws where it doesn't. */
export type Contract<Subject> = Readonly<Record<string, (subject: Subject) => Promise<void>>>;

/** Where an emulator differs from AWS: the contract's sentence, and what it does instead. */
export type Deviations = Readonly<Record<string, string>>;

/** A known deviation isn't there any more: its line in the table is to be deleted. */
class DeviationGoneError extends Error {
  override readonly name = "DeviationGoneError";

  constructor(sentence: string) {
    super(`This holds now; take it off the table of deviations: ${sentence}`);
  }
}

/** Makes a test of every sentence. What is known not to hold must indeed fail. */
export function checkContract<Subject>(
  contract: Contract<Subject>,
  subject: () => Promise<Subject>,
  deviations: Deviations = {},
): void {
  for (const [sentence, check] of Object.entries(contract)) {
    const deviation = deviations[sentence];
    if (deviation === undefined) test(sentence, async () => check(await subject()));
    else {
      test(`${sentence} (not here: ${deviation})`, async () => {
        const holds = await check(await subject()).then(
          () => true,
          () => false,
        );
        if (holds) throw new DeviationGoneError(sentence);
      });
    }
  }
}
