import { expect } from "vitest";
import { callApi } from "./stack.ts";

/** What the API answers to an upload's request; each way has some of these. */
export interface UploadAnswer {
  readonly id: string;
  readonly key: string;
  readonly prefix: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly fields: Record<string, string>;
  readonly expiresIn: number;
  readonly partSize: number;
  readonly partCount: number;
  readonly parts: { partNumber: number; url: string; size: number; etag: string }[];
  readonly completed: boolean;
  readonly etag: string;
  readonly outcome: string;
  readonly state?: string;
  readonly bucket: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    readonly expiration: string;
  };
}

type Asked = Omit<NonNullable<Parameters<typeof callApi>[1]>, "body">;

/** Asks the API, which has to agree. */
export async function ask(path: string, body?: object, init: Asked = {}): Promise<UploadAnswer> {
  const answer = await callApi(path, { ...init, ...(body && { body }) });
  expect(answer.status, await answer.clone().text()).toBeLessThan(300);
  return (await answer.json()) as UploadAnswer;
}

/** Sends what was signed, as a browser would. */
export const send = (method: string, url: string, init: Omit<RequestInit, "method">) =>
  fetch(url, { ...init, method });

/** S3's code for why it refused. */
export const refusedAs = async (answer: Response): Promise<string | undefined> =>
  /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1];
