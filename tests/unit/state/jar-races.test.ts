import {
  GetFunctionConfigurationCommand,
  LambdaServiceException,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import {
  JarConflictError,
  MissingPermissionsError,
  OutcomeUnknownError,
} from "@switchyard/core/state/jar.ts";
import { describe, expect, test } from "vitest";
import { broken, doesTwice, losesOne, type Interfere } from "./interfere.ts";
import { jarWorld, range } from "./jar-world.ts";

interface Counter {
  readonly count?: number;
}
const plusOne = ({ count = 0 }: Counter) => ({ count: count + 1 });
const isUpdate = (command: object) => command instanceof UpdateFunctionConfigurationCommand;

describe("two writers", () => {
  test("never lose an update, in parallel and while updates take their time", async () => {
    for (const updateLasts of [0, 700]) {
      const world = jarWorld({ maxAttempts: 1_000 }, { updateLasts });
      const writers = range(16).map(async (writer) => {
        for (let turn = 0; turn < 10; turn++) {
          await world.jar<Record<string, number>>().update((counts) => ({
            ...counts,
            [writer]: (counts[writer] ?? 0) + 1,
          }));
        }
      });
      await Promise.all(writers);
      expect(await world.jar().get()).toEqual(Object.fromEntries(range(16).map((at) => [at, 10])));
    }
  });

  test("keep each other's variables", async () => {
    const { jar, setVariables, variables } = jarWorld();
    const between: Interfere = async (command, send, number) => {
      if (isUpdate(command) && number === 2) await setVariables({ OTHER: "new" });
      return send();
    };
    await jar({}, between).put(1);
    expect(await variables()).toEqual({ OTHER: "new", jar: "1" });
    await jar().delete();
    expect(await variables()).toEqual({ OTHER: "new" });
  });

  test("that meet each time end in an error, and the other's change stands", async () => {
    const { jar, setVariables, variables } = jarWorld({ maxAttempts: 3 });
    let others = 0;
    const always: Interfere = async (command, send) => {
      if (isUpdate(command)) await setVariables({ jar: `${(others += 1)}` });
      return send();
    };
    await expect(jar({}, always).put("mine")).rejects.toThrow(JarConflictError);
    await expect(jar({}, always).update(() => "mine")).rejects.toMatchObject({
      code: "jar.conflict",
      attempts: 3,
    });
    expect(await variables()).toEqual({ jar: "6" });
  });
});

describe("a lost answer", () => {
  test("doubles no update", async () => {
    const { jar, sent } = jarWorld();
    expect(await jar<Counter>({}, losesOne(isUpdate)).update(plusOne)).toEqual({ count: 1 });
    expect(await jar().get()).toEqual({ count: 1 });
    expect(sent.filter((name) => name.startsWith("Update"))).toHaveLength(1);
  });

  test("is told from a lost race, though the SDK has tried again", async () => {
    const { jar } = jarWorld();
    expect(await jar<Counter>({}, doesTwice(isUpdate)).update(plusOne)).toEqual({ count: 1 });
    expect(await jar().get()).toEqual({ count: 1 });
  });

  test("doubles nothing after others' updates either", async () => {
    const { jar } = jarWorld();
    const andOthers: Interfere = async (command, send, number) => {
      const answer = await send();
      if (!isUpdate(command) || number > 2) return answer;
      for (let time = 0; time < 15; time++) await jar<Counter>().update(plusOne);
      throw broken();
    };
    expect(await jar<Counter>({}, andOthers).update(plusOne)).toEqual({ count: 1 });
    expect(await jar().get()).toEqual({ count: 16 });
  });

  test("is an unknown outcome when too much came after it", async () => {
    const { jar } = jarWorld();
    for (let time = 0; time < 3; time++) await jar<Counter>().update(plusOne);
    const andMany: Interfere = async (command, send, number) => {
      const answer = await send();
      if (!isUpdate(command) || number > 8) return answer;
      for (let time = 0; time < 16; time++) await jar<Counter>().update(plusOne);
      throw broken();
    };
    await expect(jar<Counter>({}, andMany).update(plusOne)).rejects.toThrow(OutcomeUnknownError);
    expect(await jar().get()).toEqual({ count: 20 });
  });

  test("that can't be looked for is an unknown outcome", async () => {
    const { jar } = jarWorld();
    const silent: Interfere = async (_, send, number) => {
      if (number > 2) throw broken();
      await send();
      if (number === 2) throw broken();
      return send();
    };
    await expect(jar({}, silent).update(() => 1)).rejects.toMatchObject({
      code: "state.outcome_unknown",
    });
  });

  test("of a request that never arrived loses no update", async () => {
    const { jar } = jarWorld();
    let fails = 2;
    const unsent: Interfere = async (command, send) => {
      if (isUpdate(command) && fails-- > 0) throw broken();
      return send();
    };
    expect(await jar<Counter>({}, unsent).update(plusOne)).toEqual({ count: 1 });
    expect(await jar().get()).toEqual({ count: 1 });
  });
});

describe("a call that is denied", () => {
  const denied = () =>
    new LambdaServiceException({
      name: "AccessDeniedException",
      message: "User: x is not authorized to perform that",
      $fault: "client",
      $metadata: { httpStatusCode: 403 },
    });

  test.each(["lambda:GetFunctionConfiguration", "lambda:UpdateFunctionConfiguration"])(
    "for want of %s says so, with the statement to add",
    async (action) => {
      const { jar, variables } = jarWorld();
      const denies: Interfere = async (command, send) => {
        if (`lambda:${command.constructor.name}` === `${action}Command`) throw denied();
        return send();
      };
      const statement = {
        Effect: "Allow",
        Action: action,
        Resource: "arn:aws:lambda:*:*:function:squirrel",
      };
      for (const call of [jar({}, denies).put(1), jar({}, denies).update(() => 1)]) {
        await expect(call).rejects.toThrow(MissingPermissionsError);
        await expect(call).rejects.toMatchObject({ statement });
        await expect(call).rejects.toThrow(JSON.stringify(statement));
      }
      expect(await variables()).toEqual({});
    },
  );

  test("because the environment can't be decrypted wipes nothing", async () => {
    const { jar, sent } = jarWorld();
    const encrypted =
      (ErrorCode: string): Interfere =>
      async (command, send) => {
        if (!(command instanceof GetFunctionConfigurationCommand)) return send();
        const Environment = { Error: { ErrorCode, Message: "no key" } };
        return { ...(await send()), Environment, KMSKeyArn: "arn:aws:kms:::key/1" };
      };
    await expect(jar({}, encrypted("AccessDeniedException")).put(1)).rejects.toMatchObject({
      statement: { Action: "kms:Decrypt", Resource: "arn:aws:kms:::key/1" },
    });
    await expect(jar({}, encrypted("KMSDisabled")).put(1)).rejects.toMatchObject({
      code: "jar.environment_unreadable",
    });
    expect(sent.filter((name) => name.startsWith("Update"))).toEqual([]);
  });
});

test("an update that fails after it was taken is told", async () => {
  const { jar, variables } = jarWorld();
  const fails: Interfere = async (command, send, number) => {
    const answer = await send();
    if (isUpdate(command) || number < 3) return answer;
    return { ...answer, LastUpdateStatus: "Failed", LastUpdateStatusReason: "no subnet" };
  };
  const put = jar({}, fails).put(1, { wait: true });
  await expect(put).rejects.toMatchObject({ code: "jar.not_settled", status: "Failed" });
  await expect(put).rejects.toThrow("no subnet");
  expect(await variables()).toEqual({ jar: "1" });
});
