import {
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { type Contract } from "./contract.ts";
import { refused } from "./expectations.ts";

/** A function to try things on, settled and without variables, that no other check uses. */
export interface LambdaSubject {
  readonly lambda: Pick<LambdaClient, "send">;
  readonly functionName: string;
  /** Lets time pass. */
  readonly wait: (ms: number) => Promise<void>;
}

/** What core and the tests rely on of functions' configurations. */
export const lambdaContract: Contract<LambdaSubject> = {
  "a function without variables has no environment": async (subject) => {
    expect(await variables(subject)).toBeUndefined();
  },
  "an environment comes back as it was set, and is replaced as a whole": async (subject) => {
    const first = { A: 'a "quoted" ż \\ text', B: "", C: "x" };
    await change(subject, first);
    expect(await variables(subject)).toEqual(first);
    await change(subject, { C: "y" });
    expect(await variables(subject)).toEqual({ C: "y" });
    await change(subject, {});
    expect((await variables(subject)) ?? {}).toEqual({});
  },
  "a change by the revision that was read is carried out, and makes a new one": async (subject) => {
    const { RevisionId } = await read(subject);
    await change(subject, { A: "1" }, RevisionId);
    expect((await read(subject)).RevisionId).not.toBe(RevisionId);
    expect(await variables(subject)).toEqual({ A: "1" });
  },
  "a change by an old revision is refused": async (subject) => {
    const { RevisionId } = await read(subject);
    await change(subject, { A: "1" }, RevisionId);
    await refused(change(subject, { A: "2" }, RevisionId), "PreconditionFailedException");
    expect(await variables(subject)).toEqual({ A: "1" });
  },
  "of many changes by one revision, one is carried out": async (subject) => {
    const { RevisionId } = await read(subject);
    const all = Array.from({ length: 8 }, (_, at) => send(subject, { A: `${at}` }, RevisionId));
    const ends = await Promise.allSettled(all);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  },
  "an update tells when it is done": async (subject) => {
    await change(subject, { A: "1" });
    expect((await read(subject)).LastUpdateStatus).toBe("Successful");
  },
  "while an update is under way, another is refused": async (subject) => {
    await send(subject, { A: "1" });
    await refused(send(subject, { A: "2" }), "ResourceConflictException");
  },
  "variables of 4,096 bytes of JSON fit, and not one more": async (subject) => {
    // A quote inside a value takes two bytes.
    const text = (bytes: number) => `"${"x".repeat(bytes - '{"A":"\\""}'.length)}`;
    await change(subject, { A: text(4_096) });
    await refused(change(subject, { A: text(4_097) }), "InvalidParameterValueException", /4 ?KB/);
    expect(await variables(subject)).toEqual({ A: text(4_096) });
  },
  "a letter beyond ASCII takes its bytes in UTF-8": async (subject) => {
    const A = "ż".repeat((4_096 - '{"A":""}'.length) / 2);
    await change(subject, { A });
    expect(await variables(subject)).toEqual({ A });
  },
  "a function that isn't there is missing": async ({ lambda }) => {
    const nobody = { FunctionName: "nobody-made-this" };
    const { name } = { name: "ResourceNotFoundException" };
    await refused(lambda.send(new GetFunctionConfigurationCommand(nobody)), name);
    await refused(lambda.send(new UpdateFunctionConfigurationCommand(nobody)), name);
  },
};

const read = ({ lambda, functionName }: LambdaSubject) =>
  lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));

const variables = async (subject: LambdaSubject) => (await read(subject)).Environment?.Variables;

const send = (
  { lambda, functionName }: LambdaSubject,
  Variables: Record<string, string>,
  RevisionId?: string,
) => {
  const input = { FunctionName: functionName, Environment: { Variables }, RevisionId };
  return lambda.send(new UpdateFunctionConfigurationCommand(input));
};

/** Changes the environment and waits for the end of it. */
async function change(
  subject: LambdaSubject,
  Variables: Record<string, string>,
  RevisionId?: string,
) {
  await send(subject, Variables, RevisionId);
  for (let reads = 0; reads < 100; reads++) {
    if ((await read(subject)).LastUpdateStatus !== "InProgress") return;
    await subject.wait(100);
  }
}
