import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { accountInArn, nameInArn } from "./arns.ts";
import { unwrapEvent } from "./events.ts";
import { booleanField, dateField, numbersField, wordsField } from "./fields.ts";
import { nested, nestedAt, valuesAt } from "./nested.ts";
import { hashOf, smallNumber, underscored } from "./texts.ts";

describe("a path into nested values", () => {
  const source = { a: [{ b: { c: 1 } }, { b: { c: 2, d: "x" } }, { b: 3 }], e: null };

  test("finds all of them, through lists", () => {
    expect(valuesAt(source, "a.b.c")).toEqual([1, 2]);
    expect(valuesAt(source, "e")).toEqual([null]);
  });

  test("leaves out what is excluded", () => {
    expect(valuesAt(source, "a.b.c", { key: "d", value: "x" })).toEqual([1]);
  });

  test("finds nothing where it leads nowhere", () => {
    for (const path of ["x", "a.x.c", "e.f", "toString", "a.b.c.d"])
      expect(valuesAt(source, path)).toEqual([]);
  });
});

test("flat names become nested objects", () => {
  expect(nested({ a: "v1", b__c: "v2", b__d__e: "v3" })).toEqual({
    a: "v1",
    b: { c: "v2", d: { e: "v3" } },
  });
  expect(nested({ "a.b": { "c.d": 1 } }, ".")).toEqual({ a: { b: { c: { d: 1 } } } });
  expect(nestedAt(["a", "b", "c"], 42)).toEqual({ a: { b: { c: 42 } } });
});

describe("an event", () => {
  const sns = (Message: string) => ({ Records: [{ Sns: { Message } }] });
  const sqs = (...bodies: string[]) => ({
    Records: bodies.map((body) => ({ eventSource: "aws:sqs", body })),
  });
  const topicInQueue = JSON.stringify({ TopicArn: "arn:aws:sns:e:1:t", Message: '{"n":1}' });

  test.each([
    [{ n: 1 }, [{ n: 1 }]],
    [sns('{"n":1}'), [{ n: 1 }]],
    [sqs('{"n":1}', '{"n":2}'), [{ n: 1 }, { n: 2 }]],
    [sqs(topicInQueue, "plain text"), [{ n: 1 }, "plain text"]],
    [sns(JSON.stringify(sqs('{"n":3}'))), [{ n: 3 }]],
    [{ Records: [] }, [{ Records: [] }]],
    [null, [null]],
  ])("%j holds %j", (event, messages) => expect(unwrapEvent(event)).toEqual(messages));
});

test.each([
  ["arn:aws:lambda:eu-west-1:123456789012:function:counter", "counter", "123456789012"],
  ["arn:aws:lambda:eu-west-1:123456789012:function:counter:live", "counter", "123456789012"],
  ["counter", "counter", undefined],
  ["counter:3", "counter", undefined],
  ["arn:aws:s3:::bucket", "bucket", undefined],
  ["arn:aws:dynamodb:eu-west-1:123456789012:table/rows", "rows", "123456789012"],
])("%s is %s of %s", (arn, name, account) => {
  expect(nameInArn(arn)).toBe(name);
  expect(accountInArn(arn)).toBe(account);
});

describe("a field", () => {
  test.each([
    [numbersField, "1, 2,x, 3 ", [1, 2, 3]],
    [numbersField, ["4", 5.7, "no"], [4, 5]],
    [numbersField, 6, [6]],
    [wordsField, "a, b", ["a", "b"]],
    [wordsField, ["a,b", "c"], ["a", "b", "c"]],
    [dateField, "2024-02-29", "2024-02-29"],
    [dateField, "2024-02-29 23:59:59", "2024-02-29"],
    [dateField, 1_709_164_800, "2024-02-29"],
    [dateField, 1_709_164_800_000, "2024-02-29"],
    [dateField, "1709164800.5", "2024-02-29"],
    [booleanField, "false", false],
    [booleanField, "1", true],
    [booleanField, 0, false],
    [booleanField, true, true],
  ])("reads %#: %j as %j", (schema, given, read) => {
    expect(z.parse(schema as z.core.$ZodType, given)).toEqual(read);
  });

  test.each([
    [wordsField, "two words, b"],
    [numbersField, { a: 1 }],
    [dateField, "2024-02-30"],
    [dateField, "soon"],
    [dateField, ""],
    [booleanField, "maybe"],
  ])("refuses %#: %j", (schema, given) => {
    expect(z.safeParse(schema as z.core.$ZodType, given).success).toBe(false);
  });
});

test("texts: as the seed makes them", () => {
  expect(underscored("MetaHandlerV2")).toBe("meta_handler_v2");
  expect([smallNumber("hello world"), smallNumber("hello world", 3)]).toEqual([91, 291]);
});

test("equal values have one hash, others another", () => {
  const one = { a: 1, b: { c: [1, 2], d: new Set(["x", "y"]) } };
  const same = { b: { d: new Set(["y", "x"]), c: [1, 2] }, a: 1 };
  expect(hashOf(one)).toBe(hashOf(same));
  expect(hashOf(one)).not.toBe(hashOf({ ...one, a: "1" }));
  expect(hashOf([1, 2])).not.toBe(hashOf([2, 1]));
});
