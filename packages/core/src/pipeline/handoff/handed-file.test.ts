import { describe, expect, test } from "vitest";
import { type Outcome } from "../outcome.ts";
import { type Queue } from "../recovery/announcer.ts";
import { concludeHanded } from "./conclude.ts";
import { parseHandedFile } from "./handed-file.ts";

const upload = { bucket: "staging", key: "o/k", version: "v", size: 3 };

describe("what a container is started with", () => {
  test("is read back", () => {
    const file = { upload, token: "t" };
    expect(parseHandedFile(JSON.stringify(file))).toEqual(file);
  });

  test.each([
    [undefined, "HANDED_FILE"],
    ["{", "HANDED_FILE"],
    ["{}", "HANDED_FILE.token"],
    [JSON.stringify({ token: "t", upload: { key: 5 } }), "HANDED_FILE.upload.bucket"],
  ])("is refused by name: %j", (json, field) => {
    expect(() => parseHandedFile(json)).toThrow(
      expect.objectContaining({
        issues: expect.arrayContaining([expect.objectContaining({ field })]),
      }),
    );
  });
});

const concluding = () => {
  const sent: unknown[] = [];
  const parked: string[] = [];
  const sqs: unknown = {
    send: async ({ input }: { input: unknown }) => {
      sent.push(input);
      return {};
    },
  };
  const uploads = { sqs, url: "uploads" } as Queue;
  const park = async (body: string) => void parked.push(body);
  const conclude = (outcome: Outcome) =>
    concludeHanded(outcome, { uploads, park, now: 0, random: 0.5 });
  return { sent, parked, conclude };
};

describe("a container's end", () => {
  test("asks for nothing when the file is archived", async () => {
    const { sent, parked, conclude } = concluding();
    await conclude({ kind: "archived", upload });
    expect({ sent, parked }).toEqual({ sent: [], parked: [] });
  });

  test("announces again what is to be tried again, after a pause", async () => {
    const { sent, conclude } = concluding();
    await conclude({ kind: "retry", upload, error: "x", attempts: 1 });
    const MessageBody = JSON.stringify({ uploads: [upload] });
    expect(sent).toEqual([
      { QueueUrl: "uploads", Entries: [{ Id: "0", MessageBody, DelaySeconds: 5 }] },
    ]);
  });

  test("parks what was given up", async () => {
    const { sent, parked, conclude } = concluding();
    await conclude({ kind: "failed", upload, error: "x" });
    expect(sent).toEqual([]);
    expect(parked).toEqual([JSON.stringify({ uploads: [upload] })]);
  });
});
