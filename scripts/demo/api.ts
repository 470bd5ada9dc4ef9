/** Talks to the deployed API as one caller. */
export interface Api {
  (path: string, body?: object, method?: string): Promise<Answer>;
}

/** What the API's routes answer; each has some of these. */
export interface Answer {
  id: string;
  key: string;
  url: string;
  headers?: Record<string, string>;
  fields: Record<string, string>;
  bucket: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  access_key: string;
  secret_key: string;
  session_token: string;
  partSize: number;
  partCount: number;
  parts: { partNumber: number; url: string; size: number }[];
  version?: string;
  files: FileEntry[];
  cursor?: string;
}

/** A file as `GET /files` lists it. */
export interface FileEntry {
  id: string;
  key: string;
  version: string;
  state: string;
  receivedAt: number;
  updatedAt: number;
  attempts: number;
  error?: { code: string; message: string };
}

/** The API or S3 refused; the message says what and why. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
  readonly code = "demo.refused";
}

export function apiAt(address: string, token: string): Api {
  return async (path, body, method = body ? "POST" : "GET") => {
    const response = await fetch(address + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new RefusedError(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text || "{}") as Answer;
  };
}

/** Sends bytes to an address that was signed, as a browser would. Returns S3's answer. */
export async function send(method: string, url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { method, ...init });
  if (response.ok) return response;
  const { origin, pathname } = new URL(url);
  throw new RefusedError(
    `${method} ${origin}${pathname}: ${response.status} ${await response.text()}`,
  );
}

/** The version that S3 made of an upload. */
export const versionOf = (response: Response) =>
  response.headers.get("x-amz-version-id") ?? undefined;
