import { inflateSync } from "node:zlib";
import { dateReplacer, dateReviver } from "@switchyard/core/state/jar.ts";
import { describe, expect, test } from "vitest";
import { awsjar, compacted, values } from "./awsjar.ts";
import { jarWorld, range } from "./jar-world.ts";

const dates = { replacer: dateReplacer, reviver: dateReviver };
/** What Python itself reads as something else is written so that it doesn't. */
const mended: Readonly<Record<string, string>> = {
  "bare nan str": '"nan"',
  "bare 1_000 str": '"1_000"',
  "bare float-like str": "1.5",
};
const isWord = (value: unknown) => typeof value === "string";

const samples = Object.entries(awsjar.jar).flatMap(([name, { plain, compressed }]) =>
  plain.env && compressed.env ? [{ name, plain: plain.env, compressed: compressed.env }] : [],
);

describe("what awsjar wrote", () => {
  test("was recorded", () => expect(samples.length).toBeGreaterThan(25));

  test.each(samples)("($name) is read, and written back the same", async ({ name, plain }) => {
    const { jar, setVariables, variables } = jarWorld();
    await setVariables({ jar: plain, OTHER: "kept" });
    const value = await jar().get();
    expect(value).toEqual(values[name]);
    await jar().put(value);
    const text = isWord(value) ? plain : compacted(plain);
    expect(await variables()).toEqual({ jar: mended[name] ?? text, OTHER: "kept" });
  });

  test.each(samples)(
    "compressed ($name) is read, and means the same when written",
    async (sample) => {
      const { jar, setVariables, variables } = jarWorld({ compression: true });
      await setVariables({ jar: sample.compressed });
      const value = await jar().get();
      expect(value).toEqual(values[sample.name]);
      await jar().put(value);
      const text = inflateSync(Buffer.from((await variables()).jar ?? "", "base64")).toString();
      const plain = isWord(value) ? sample.plain : compacted(sample.plain);
      expect(text).toBe(mended[sample.name] ?? plain);
    },
  );

  const datetimes = Object.entries(awsjar.jar_datetime).flatMap(([name, { plain, compressed }]) =>
    plain.env && compressed?.env ? [{ name, plain: plain.env, compressed: compressed.env }] : [],
  );
  test.each(datetimes)("of dates ($name) is read, and written back the same", async (sample) => {
    const { jar, setVariables, variables } = jarWorld(dates);
    for (const text of [sample.plain, sample.compressed]) {
      await setVariables({ jar: text });
      await jar<object>().update((value) => value);
      expect((await variables()).jar).toBe(compacted(sample.plain));
    }
  });

  test("of dates is Dates, also those whose zone Python can't read again", async () => {
    const { jar, setVariables } = jarWorld(dates);
    const at = async (name: string) => {
      await setVariables({ jar: awsjar.jar_datetime[name]?.plain.env ?? "" });
      return jar().get();
    };
    const date = new Date("2019-01-09T12:34:56.789Z");
    expect(await at("naive")).toEqual({ at: date });
    expect(await at("utc")).toEqual({ at: date });
    expect(await at("offset")).toEqual({ at: new Date("2019-01-09T16:04:56.789Z") });
    expect(await at("named zone")).toEqual({ at: date });
    expect(await at("list")).toEqual([date, { deep: [date] }]);
  });

  test.each(Object.entries(awsjar.jar_range))(
    "compressed lists of %s are read",
    async (end, { compressed }) => {
      const { jar, setVariables } = jarWorld();
      if (compressed.length > 4_000) return expect(Number(end)).toBeGreaterThan(1_400);
      await setVariables({ jar: compressed });
      expect(await jar().get()).toEqual(range(Number(end)));
    },
  );

  test("as an empty string, or not at all, is nothing", async () => {
    const { jar, setVariables } = jarWorld();
    expect(await jar().get()).toEqual({});
    await setVariables({ jar: "" });
    expect(await jar().get()).toEqual({});
    await setVariables({ jar: awsjar.jar["bare empty str"]?.compressed.env ?? "" });
    expect(await jar().get()).toBe("");
  });
});
