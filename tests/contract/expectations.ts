import { expect } from "vitest";

/** The error a call is refused with. Fails where it isn't refused. */
export async function refusal(
  call: Promise<unknown>,
): Promise<Error & { $metadata?: { httpStatusCode?: number } }> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) return expect.unreachable("It was not refused.");
  return error;
}

/** Expects a call to be refused by an error of that name, and a message like that. */
export async function refused(
  call: Promise<unknown>,
  name: string,
  message = /(?:)/,
): Promise<void> {
  const error = await refusal(call);
  expect({ name: error.name, message: error.message }).toEqual({
    name,
    message: expect.stringMatching(message),
  });
}
