import { S3Client } from "@aws-sdk/client-s3";
import { serve } from "@switchyard/core/aws/testing.ts";
import { Bucket } from "@switchyard/core/state/bucket.ts";
import { expect, test } from "vitest";

const elsewhere = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>PermanentRedirect</Code><Message>Use another endpoint.</Message></Error>`;

/** The SDK's own client, of a service that answers HEAD and GET so. */
async function answering(status: { head: number; get: number }) {
  const server = await serve((request, response) => {
    const isHead = request.method === "HEAD";
    response.writeHead(isHead ? status.head : status.get, { "x-amz-bucket-region": "eu-west-1" });
    response.end(isHead ? undefined : elsewhere);
  });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const config = { endpoint: server.url, forcePathStyle: true, region: "us-east-1", credentials };
  return { server, client: new S3Client({ ...config, maxAttempts: 1 }) };
}

const at = { bucket: "forest", key: "state.json" };

test.each([
  [301, "bucket.wrong_region"],
  [403, "bucket.forbidden"],
  [404, "bucket.not_found"],
])("an answer without a body to open, HTTP %i, is %s", async (head, code) => {
  const { server, client } = await answering({ head, get: 200 });
  await using _ = server;
  await expect(Bucket.open({ client, ...at })).rejects.toMatchObject({ code });
});

test("a bucket in another region is told with its region, by every call", async () => {
  const { server, client } = await answering({ head: 200, get: 301 });
  await using _ = server;
  const bucket = await Bucket.open({ client, ...at });
  const told = { code: "bucket.wrong_region", region: "eu-west-1" };
  await expect(bucket.get()).rejects.toMatchObject(told);
  await expect(bucket.put(1)).rejects.toMatchObject(told);
  await expect(bucket.versions()).rejects.toMatchObject(told);
});
