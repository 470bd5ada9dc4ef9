import { describe, expect, test } from "vitest";
import type { SessionRequest } from "./assume.ts";
import { NoCredentialsError } from "./errors.ts";
import { lifeOf } from "./presign-url.ts";
import { roleSigner } from "./signer.ts";
import { now } from "./testing.ts";

const roleArn = "arn:aws:iam::000000000000:role/upload";

/** STS with a clock: each session lasts an hour. */
function stsAt(clock: { now: number }, failures = 0) {
  const asked: SessionRequest[] = [];
  const assume = async (request: SessionRequest) => {
    asked.push(request);
    if (asked.length <= failures) throw new NoCredentialsError("down");
    return {
      accessKeyId: `KEY${asked.length}`,
      secretAccessKey: "secret",
      sessionToken: "token",
      expiration: new Date(clock.now + 3_600_000),
    };
  };
  return { asked, open: roleSigner({ roleArn, assume, now: () => clock.now }) };
}

describe("the signer", () => {
  test("assumes the upload role once for many signatures, also at the same time", async () => {
    const { asked, open } = stsAt({ now });
    const signers = await Promise.all([open(900), open(900), open(60)]);
    await open(3600);
    expect(asked).toEqual([{ roleArn, name: "switchyard-signer", seconds: 3600 }]);
    expect(new Set(signers).size).toBe(1);
  });
  test("renews its keys when they would end before the signature", async () => {
    const clock = { now };
    const { asked, open } = stsAt(clock);
    await open(900);
    clock.now += 2_600_000;
    expect((await open(900)).expires).toBe(now + 3_600_000);
    clock.now += 200_000;
    const [first, second] = await Promise.all([open(900), open(900)]);
    expect(first.expires).toBe(clock.now + 3_600_000);
    expect(second).toBe(first);
    expect(asked).toHaveLength(2);
  });
  test("asks again after a failure", async () => {
    const { asked, open } = stsAt({ now }, 1);
    await expect(open(900)).rejects.toThrow(NoCredentialsError);
    await expect(open(900)).resolves.toMatchObject({ expires: now + 3_600_000 });
    expect(asked).toHaveLength(2);
  });
});

describe("a signature's life", () => {
  test("is what was asked, or what the keys have left", () => {
    expect(lifeOf({ expires: now + 3_600_000 }, 900, now)).toBe(900);
    expect(lifeOf({ expires: now + 12_999 }, 900, now)).toBe(12);
  });
  test("is refused when the keys have ended", () => {
    expect(() => lifeOf({ expires: now + 999 }, 900, now)).toThrow(NoCredentialsError);
  });
});
