import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { send, versionOf, type Api } from "./api.ts";
import type { SampleFile } from "./files.ts";
import { largestWhole } from "./files.ts";

/** What came of an upload: the key it has in staging, and the version S3 gave it. */
export interface Uploaded {
  key: string;
  version?: string;
}

/** One way to upload. */
export interface Way {
  name: string;
  /** Why a file can't go this way; nothing where it can. */
  refuses?(file: SampleFile): string | undefined;
  upload(file: SampleFile, key: string, world: World): Promise<Uploaded>;
}

export interface World {
  api: Api;
  /** The emulator's address, for the ways in which a client has credentials of its own. */
  endpoint: string;
  caller: string;
}

const tooLarge = ({ size }: SampleFile) =>
  size > largestWhole ? "large: in parts only" : undefined;
const body = (file: SampleFile) => file.read(0, file.size);

const presigned: Way = {
  name: "presigned PUT",
  refuses: tooLarge,
  async upload(file, key, { api }) {
    const put = await api("/uploads/presign", { key, type: file.type, size: file.size });
    return {
      key: put.key,
      version: versionOf(
        await send("PUT", put.url, { headers: put.headers, body: await body(file) }),
      ),
    };
  },
};

const form: Way = {
  name: "POST policy",
  refuses: tooLarge,
  async upload(file, key, { api }) {
    const post = await api("/uploads/post", { key, type: file.type, maxSize: file.size });
    const data = new FormData();
    for (const [name, value] of Object.entries(post.fields)) data.append(name, value);
    data.append("file", new Blob([await body(file)], { type: file.type }));
    return { key: post.key, version: versionOf(await send("POST", post.url, { body: data })) };
  },
};

const credentials: Way = {
  name: "credentials",
  refuses: tooLarge,
  async upload(file, key, { api, endpoint }) {
    const { credentials: granted, ...target } = await api("/uploads/credentials", { key });
    const { accessKeyId, secretAccessKey, sessionToken } = granted;
    const keys = { accessKeyId, secretAccessKey, sessionToken };
    return putAs(file, { ...target, endpoint, credentials: keys });
  },
};

async function putAs(
  file: SampleFile,
  { key, bucket, region, endpoint, credentials: keys }: PutTarget,
): Promise<Uploaded> {
  const s3 = new S3Client({ endpoint, region, credentials: keys, forcePathStyle: true });
  const object = { Bucket: bucket, Key: key, ContentType: file.type, Body: await body(file) };
  const { VersionId } = await s3.send(new PutObjectCommand(object));
  return { key, version: VersionId };
}

interface PutTarget {
  key: string;
  bucket: string;
  region: string;
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
}

/** Sends one part, forgets everything as a reloaded page would, asks what is there, and sends the rest. */
const multipart: Way = {
  name: "multipart",
  refuses: ({ size }) => (size === 0 ? "empty: it has no parts" : undefined),
  async upload(file, key, { api }) {
    const { id } = await api("/uploads/multipart", { key, type: file.type, size: file.size });
    await sendParts(file, id, [1], api);
    const { partCount, parts } = await api(`/uploads/multipart/${id}/parts`);
    const there = new Set(parts.map(({ partNumber }) => partNumber));
    const missing = Array.from({ length: partCount }, (_, at) => at + 1).filter(
      (part) => !there.has(part),
    );
    await sendParts(file, id, missing, api);
    return api(`/uploads/multipart/${id}/complete`, {});
  },
};

async function sendParts(file: SampleFile, id: string, partNumbers: number[], api: Api) {
  if (partNumbers.length === 0) return;
  const { partSize } = await api(`/uploads/multipart/${id}/parts`);
  for (let first = 0; first < partNumbers.length; first += 100) {
    const wanted = { partNumbers: partNumbers.slice(first, first + 100) };
    const { parts } = await api(`/uploads/multipart/${id}/parts`, wanted);
    for (const { partNumber, url } of parts) {
      const begin = (partNumber - 1) * partSize;
      const end = Math.min(file.size, begin + partSize);
      await send("PUT", url, { body: await file.read(begin, end) });
    }
  }
}

/** As a browser's S3 client with a signer does: registers the file, then has its one request signed. */
const signer: Way = {
  name: "signer",
  refuses: tooLarge,
  async upload(file, key, { api }) {
    const registered = await api("/uploads/register", { key, type: file.type, size: file.size });
    const signed = await api("/uploads/sign", {
      method: "PUT",
      key: registered.key,
      contentType: file.type,
    });
    const init = { headers: signed.headers ?? {}, body: await body(file) };
    return { key: registered.key, version: versionOf(await send("PUT", signed.url, init)) };
  },
};

const exampleUrl: Way = {
  name: "example: URL",
  refuses: tooLarge,
  async upload(file, key, { api, caller }) {
    const whole = `${caller}/${key}`;
    const { url } = await api("/api/signedurl", { key: whole, type: file.type });
    const init = { headers: { "content-type": file.type }, body: await body(file) };
    return { key: whole, version: versionOf(await send("PUT", url, init)) };
  },
};

const exampleCredentials: Way = {
  name: "example: credentials",
  refuses: tooLarge,
  async upload(file, key, { api, endpoint, caller }) {
    const whole = `${caller}/${key}`;
    const { access_key, secret_key, session_token, region, bucket } = await api(
      "/api/credentials",
      { key: whole },
    );
    const keys = {
      accessKeyId: access_key,
      secretAccessKey: secret_key,
      sessionToken: session_token,
    };
    return putAs(file, { key: whole, bucket, region, endpoint, credentials: keys });
  },
};

/** Every way to upload there is. */
export const ways: readonly Way[] = [
  presigned,
  form,
  credentials,
  multipart,
  signer,
  exampleUrl,
  exampleCredentials,
];
