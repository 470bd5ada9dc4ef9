import { randomUUID } from "node:crypto";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect, inject } from "vitest";

/** Calls the API as the page's caller. */
export async function callApi<Answer>(path: string, body?: unknown): Promise<Answer> {
  const { apiUrl, tokens } = inject("page");
  const token = tokens.find(({ caller }) => caller === "dev")?.token ?? "";
  const answer = await fetch(`${apiUrl}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  expect(answer.status, await answer.clone().text()).toBeLessThan(300);
  return (await answer.json()) as Answer;
}

interface Sent {
  name: string;
  type: string;
  content: string | Buffer;
}

/** Sends a file without the page, in a folder of its own, and waits until the pipeline has done with it. */
export async function sendFile({ name, type, content }: Sent) {
  const body = Buffer.from(content);
  const folder = randomUUID();
  const file = { key: `${folder}/${name}`, type, size: body.byteLength };
  const put = await callApi<{ url: string; headers: Record<string, string> }>(
    "/uploads/presign",
    file,
  );
  const stored = await fetch(put.url, { method: "PUT", headers: put.headers, body });
  expect(stored.status).toBe(200);
  const look = async () => {
    const query = new URLSearchParams({ prefix: `${folder}/` });
    const page = await callApi<{ files: { id: string; state: string }[] }>(`/files?${query}`);
    return page.files[0] ?? { id: "", state: "" };
  };
  await expect
    .poll(async () => (await look()).state, { timeout: 60_000, interval: 300 })
    .toMatch(/^(archived|failed)$/);
  return { ...(await look()), folder, key: file.key };
}

/** Calls one of the sample functions that keep state. */
export async function invoke<Answer>(
  name: "visit" | "configuration" | "primes",
  event: object = {},
): Promise<Answer> {
  const { outputs, endpoint } = inject("page");
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new LambdaClient({ endpoint, region: "us-east-1", credentials });
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: outputs[name], Payload: JSON.stringify(event) }),
  );
  const text = Payload?.transformToString() ?? "null";
  expect(FunctionError, text).toBeUndefined();
  return JSON.parse(text) as Answer;
}
