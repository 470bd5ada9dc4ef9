import { dateReplacer, dateReviver } from "@switchyard/core/state/bucket.ts";
import { describe, expect, test } from "vitest";
import { awsjar, values } from "./awsjar.ts";
import { bucketWorld } from "./bucket-world.ts";

const of = (samples: typeof awsjar.bucket) =>
  Object.entries(samples).flatMap(([name, { body }]) =>
    body === undefined ? [] : [{ name, body }],
  );

describe("an object that awsjar wrote", () => {
  test("was recorded", () => expect(of(awsjar.bucket).length).toBeGreaterThan(25));

  test.each(of(awsjar.bucket))(
    "($name) is read, and written back byte for byte",
    async (sample) => {
      const { open, body, setBody } = await bucketWorld({ pretty: sample.name === "pretty" });
      await setBody(sample.body);
      const bucket = await open();
      const value = await bucket.get();
      expect(value).toEqual({ ...values, "bare empty str": "" }[sample.name]);
      await bucket.put(value);
      // Python itself reads the string 1.50 as this number.
      expect(await body()).toBe(sample.name === "bare float-like str" ? "1.5" : sample.body);
    },
  );

  test.each(of(awsjar.bucket_datetime))(
    "of dates ($name) is written back byte for byte",
    async (sample) => {
      const { open, body, setBody } = await bucketWorld({
        replacer: dateReplacer,
        reviver: dateReviver,
      });
      await setBody(sample.body);
      await (await open<object>()).update((value) => value);
      expect(await body()).toBe(sample.body);
    },
  );

  test("of dates is Dates", async () => {
    const { open, setBody } = await bucketWorld({ reviver: dateReviver });
    await setBody(awsjar.bucket_datetime.offset?.body ?? "");
    expect(await (await open()).get()).toEqual({ at: new Date("2019-01-09T16:04:56.789Z") });
  });
});
