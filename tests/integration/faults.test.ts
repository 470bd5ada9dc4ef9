import { GetObjectCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { announce } from "@switchyard/core/pipeline/events/announcement.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { faults } from "./faults/faulty.ts";
import { make, ownPlace, uploadTo, type Place } from "./faults/place.ts";
import { deliverUntilDone } from "./faults/run.ts";
import { clients } from "./stack.ts";
import { recordOf } from "./travel.ts";

const { s3 } = clients();
const whole = ownPlace();
const { staging, archive } = whole;
const mebi = 1024 ** 2;
const inParts: Place = { ...whole, partsAboveBytes: 5 * mebi };

beforeAll(() => make(whole));

/** Ways that a file can take: each has calls of its own. */
const ways = {
  "a text": { name: "a.txt", body: "one\ntwo\n", place: whole, results: 1 },
  "a CSV": { name: "a.csv", body: "a,b\n1,2\n", place: whole, results: 2 },
  "a file copied in parts": {
    name: "a.bin",
    body: Buffer.alloc(6 * mebi, 7),
    place: inParts,
    results: 1,
  },
};

describe.each(Object.entries(ways))("%s", (_way, { name, body, place, results }) => {
  test.each(faults)("is archived once, whichever call is struck by: %s", async (kind) => {
    const calm = await travel();
    expect(calm.calls).toBeGreaterThan(5);
    for (let at = 0; at < calm.calls; at++) await travel({ at, kind });
  });

  /** Takes a new file all the way, and looks at what is there then. */
  async function travel(fault?: { at: number; kind: (typeof faults)[number] }) {
    const [key, version] = await uploadTo(staging, name, body);
    const event = announce([{ bucket: staging, key, version }]);
    const delivery = await deliverUntilDone(event, place, fault);
    const record = await recordOf(key, version);
    const left = { fault, state: record?.["state"], parked: delivery.parked };
    expect(left).toEqual({ fault, state: "archived", parked: [] });
    expect({ fault, staged: await versionsIn(staging, key) }).toEqual({ fault, staged: [] });
    const copies = await versionsIn(archive, key);
    expect({ fault, copies: copies.length }).toEqual({ fault, copies: 1 });
    // Compared as bytes: an assertion on millions of numbers takes seconds.
    expect(Buffer.from(body).equals(await contentOf(copies[0]))).toBe(true);
    const made = ((record?.["results"] ?? []) as { key: string }[]).map((result) => result.key);
    expect(made).toHaveLength(results);
    for (const one of made) expect(await versionsIn(archive, one)).not.toEqual([]);
    return delivery;
  }
});

describe("a file that can't be processed", () => {
  test.each(faults)("fails and is parked, whichever call is struck by: %s", async (kind) => {
    const { calls } = await fail();
    for (let at = 0; at < calls; at++) await fail({ at, kind });
  });

  async function fail(fault?: { at: number; kind: (typeof faults)[number] }) {
    const [key, version] = await uploadTo(staging, "broken.json", "{");
    const event = announce([{ bucket: staging, key, version }]);
    const delivery = await deliverUntilDone(event, whole, fault);
    const record = await recordOf(key, version);
    expect({ fault, state: record?.["state"] }).toEqual({ fault, state: "failed" });
    expect({ fault, parked: delivery.parked.length }).not.toEqual({ fault, parked: 0 });
    expect({ fault, staged: await versionsIn(staging, key) }).toMatchObject({
      staged: [{ VersionId: version }],
    });
    expect({ fault, copies: await versionsIn(archive, key) }).toEqual({ fault, copies: [] });
    return delivery;
  }
});

/** Versions and delete markers of one key. */
async function versionsIn(Bucket: string, Prefix: string) {
  const found = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
  return [...(found.Versions ?? []), ...(found.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
    Bucket,
    Key,
    VersionId,
  }));
}

async function contentOf(at?: { Bucket: string; Key?: string; VersionId?: string }) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: archive, Key: "", ...at }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}
