import { scopes } from "@switchyard/core/uploads/caller.ts";
import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { equip } from "@switchyard/core/aws/config.ts";
import { metered } from "@switchyard/core/aws/meter.ts";
import { deleteTogether, deleteVersion } from "@switchyard/core/pipeline/archive/delete.ts";
import { announce } from "@switchyard/core/pipeline/events/announcement.ts";
import { storageOf } from "@switchyard/core/pipeline/runtime.ts";
import { pipelineSettings } from "@switchyard/core/pipeline/settings.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createApi } from "../../packages/functions/src/api/app.ts";
import { borrowRole } from "./borrowed-role.ts";
import { make, ownPlace, uploadTo } from "./faults/place.ts";
import { deliverUntilDone } from "./faults/run.ts";
import { clients, stack } from "./stack.ts";

const place = ownPlace();
beforeAll(() => make(place));

describe("one file alone, from staging to the archive", () => {
  test.each([
    ["a text", "a.txt", "one\n", 7],
    ["JSON", "a.json", "{}", 7],
    ["a file of another kind", "a.bin", "\u0000", 7],
    ["a CSV, with its two results", "a.csv", "a,b\n1,2\n", 8],
  ])("asks AWS at most so often: %s", async (_kind, name, body, most) => {
    const [key, version] = await uploadTo(place.staging, name, body);
    const event = announce([{ bucket: place.staging, key, version }]);
    const { calls } = await deliverUntilDone(event, place);
    expect(calls).toBeLessThanOrEqual(most);
    // Announced again: one refused conditional write.
    expect((await deliverUntilDone(event, place)).calls).toBe(1);
  });
});

describe("files that are worked on at once", () => {
  const role = borrowRole("-UploadsSubscriber");
  afterAll(async () => (await role).giveBack());

  test("are deleted together, by the transform's own permissions", async () => {
    const { endpoint, region, outputs } = stack();
    const { credentials } = await role;
    const config = { endpoint, region, credentials, forcePathStyle: true };
    const s3 = equip(new S3Client(config), { endpoint, region, hasKeys: true, maxAttempts: 1 });
    const { staging, archive, ledger } = outputs;
    const names = { STAGING_BUCKET: staging, ARCHIVE_BUCKET: archive, LEDGER_TABLE: ledger };
    const access = storageOf(pipelineSettings(names), undefined, { s3, s3Once: s3 });
    const together = { ...access, delete: deleteTogether() };
    // Delete markers are versions too, and nobody is told of them.
    const versions = await Promise.all(Array.from({ length: 5 }, () => markerIn(staging)));
    const { counts } = await metered(() =>
      Promise.all(versions.map((version) => deleteVersion(version, together))),
    );
    expect(counts.requests).toEqual({ "s3.DeleteObject": 1, "s3.DeleteObjects": 1 });
  });
});

async function markerIn(bucket: string) {
  const key = `dev/${crypto.randomUUID()}`;
  const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
  const { VersionId: version = "" } = await clients().s3.send(command);
  return { bucket, key, version };
}

describe("one call of the API", () => {
  const owner = { id: "budget", scopes: [...scopes] };
  const type = "text/plain";
  // The app's own upload role trusts none but the API's function.
  const role = borrowRole("-upload");
  afterAll(async () => (await role).giveBack());
  const api = async () => {
    const { endpoint, region, credentials, outputs } = stack();
    vi.stubEnv("AWS_ENDPOINT_URL", endpoint);
    vi.stubEnv("AWS_REGION", region);
    vi.stubEnv("AWS_ACCESS_KEY_ID", credentials.accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey);
    vi.stubEnv("STAGING_BUCKET", outputs.staging);
    vi.stubEnv("ARCHIVE_BUCKET", outputs.archive);
    vi.stubEnv("LEDGER_TABLE", outputs.ledger);
    vi.stubEnv("UPLOAD_RECORDS_TABLE", outputs.uploadRecords);
    vi.stubEnv("UPLOAD_ROLE_ARN", (await role).arn);
    vi.stubEnv("POWERTOOLS_LOG_LEVEL", "SILENT");
    return createApi({ authenticate: async () => owner });
  };

  test.each([
    ["POST", "/uploads/presign", { key: "a", type, size: 4 }, { "sts.AssumeRole": 1 }],
    // Signed with the session that the first has assumed.
    ["POST", "/uploads/post", { key: "a", type, maxSize: 4 }, {}],
    ["POST", "/uploads/presign", { key: "b", type, size: 4 }, {}],
    ["POST", "/uploads/credentials", { key: "a" }, { "sts.AssumeRole": 1 }],
    ["GET", "/files?limit=5", undefined, { "dynamodb.Query": 1 }],
  ] as const)("costs: %s %s", async (method, path, body, requests) => {
    const headers = { authorization: "Bearer any", "content-type": "application/json" };
    const own = await api();
    const sent = { method, headers, body: body && JSON.stringify(body) };
    const { result, counts } = await metered(async () => own.request(path, sent));
    expect({ status: result.status, requests: counts.requests }).toEqual({ status: 200, requests });
  });
});
