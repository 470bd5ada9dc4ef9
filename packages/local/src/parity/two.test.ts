import { describe, expect, test } from "vitest";
import { readExport } from "./sst.ts";
import { compareTwo } from "./two.ts";

const queue = (delay: number | string) => ({
  type: "aws:sqs/queue:Queue",
  name: "Work",
  reported: { name: "<Queue Work>", delaySeconds: delay },
});

describe("two deployments", () => {
  test("are alike where both emulators report the same", () => {
    expect(compareTwo([queue(1)], [queue("1")])).toEqual([]);
  });

  test("differ in values, in what only one has, and in what one can't tell", () => {
    expect(compareTwo([queue(1)], [queue(2)])).toMatchObject([
      { name: "Work", path: "delaySeconds", wanted: 1, reported: 2 },
    ]);
    expect(compareTwo([queue(1)], [])).toMatchObject([
      { wanted: "a resource", reported: "no such resource" },
    ]);
    expect(compareTwo([{ ...queue(1), reported: "Missing: gone" }], [queue(1)])).toMatchObject([
      { wanted: "Missing: gone", reported: "a resource" },
    ]);
  });

  test("differ where only the second reports a value", () => {
    const [first, second] = [queue(0), queue(0)].map((one) => ({ ...one, reported: {} }));
    expect(
      compareTwo([first ?? queue(0)], [{ ...(second ?? queue(0)), reported: { delaySeconds: 5 } }]),
    ).toHaveLength(1);
  });
});

describe("what sst state export prints", () => {
  const resources = [
    { urn: "urn:pulumi:s::a::sst:aws:Queue::Work", type: "sst:aws:Queue" },
    {
      urn: "urn:pulumi:s::a::sst:aws:Queue$aws:sqs/queue:Queue::WorkQueue",
      type: "aws:sqs/queue:Queue",
      id: "https://sqs/work-1",
      custom: true,
      inputs: { delaySeconds: 1 },
      outputs: { name: "work-1", delaySeconds: 2 },
    },
  ];

  test.each([
    ["a deployment", { version: 3, deployment: { resources } }],
    ["a checkpoint", { version: 3, checkpoint: { latest: { resources } } }],
  ])("is read as %s: what was made, with its physical names", (_, exported) => {
    expect(readExport(JSON.stringify(exported))).toEqual([
      {
        type: "aws:sqs/queue:Queue",
        name: "WorkQueue",
        id: "https://sqs/work-1",
        inputs: { name: "work-1", delaySeconds: 1 },
        outputs: { name: "work-1", delaySeconds: 2 },
      },
    ]);
  });
});
