import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { InvalidFileError } from "./errors.ts";
import { PartBuffer } from "./part-buffer.ts";
import { type ResultTarget } from "./results.ts";

type NewObject = PutObjectCommandInput & { Bucket: string; Key: string };

const mebi = 1024 ** 2;
const mostParts = 10_000;
const partsOfOneSize = 1_000;

/**
 * Writes one S3 object of unknown size: one PutObject if it stays under a part, else a multipart
 * upload. While one part is on its way the next is gathered, so two parts are the most it holds.
 *
 * Each thousand parts are `partBytes` larger than those before, so 8 MiB parts reach 440 GiB.
 * (`@aws-sdk/lib-storage` does the like for 11 KB more in each bundle.)
 */
export class S3Upload implements ResultTarget {
  readonly #s3: Pick<S3Client, "send">;
  readonly #object: NewObject;
  readonly #partBytes: number;
  readonly #stop = new AbortController();
  readonly #parts: { PartNumber: number; ETag: string | undefined }[] = [];
  #uploadId: Promise<string> | undefined;
  #filling = new PartBuffer();
  #sending = new PartBuffer();
  #sent: Promise<void> = Promise.resolve();

  constructor(s3: Pick<S3Client, "send">, object: NewObject, { partBytes = 8 * mebi } = {}) {
    this.#s3 = s3;
    this.#object = object;
    this.#partBytes = partBytes;
  }

  get key() {
    return this.#object.Key;
  }

  async write(chunk: Uint8Array): Promise<void> {
    let rest = chunk;
    while (rest.length > 0) {
      const capacity = this.#capacity();
      rest = rest.subarray(this.#filling.add(rest, capacity));
      if (this.#filling.length === capacity) await this.#sendPart();
    }
  }

  async finish(): Promise<void> {
    if (!this.#uploadId) return this.#put();
    if (this.#filling.length > 0) await this.#sendPart();
    await this.#sent;
    const MultipartUpload = { Parts: this.#parts };
    const complete = { ...(await this.#upload()), MultipartUpload };
    await this.#s3.send(new CompleteMultipartUploadCommand(complete), this.#untilStopped());
  }

  async discard(): Promise<void> {
    this.#stop.abort();
    await this.#sent.catch(() => {});
    if (!this.#uploadId) return;
    await this.#s3.send(new AbortMultipartUploadCommand(await this.#upload()));
  }

  async #put() {
    const put = new PutObjectCommand({ ...this.#object, Body: this.#filling.content });
    await this.#s3.send(put, this.#untilStopped());
  }

  /** Waits for the part before, then sends this one without waiting. */
  async #sendPart() {
    this.#uploadId ??= this.#begin();
    await Promise.all([this.#uploadId, this.#sent]);
    [this.#filling, this.#sending] = [this.#sending, this.#filling];
    this.#filling.clear();
    this.#sent = this.#send(this.#sending.content);
    // Whoever awaits it next hears of its failure; until then it must not count as unhandled.
    this.#sent.catch(() => {});
  }

  async #send(Body: Buffer) {
    this.#stop.signal.throwIfAborted();
    const PartNumber = this.#parts.length + 1;
    if (PartNumber > mostParts) throw tooManyParts();
    const part = new UploadPartCommand({ ...(await this.#upload()), PartNumber, Body });
    const { ETag } = await this.#s3.send(part, this.#untilStopped());
    this.#parts.push({ PartNumber, ETag });
  }

  /** Not stopped by `discard`, which needs the id to abort it. */
  async #begin() {
    const { UploadId } = await this.#s3.send(new CreateMultipartUploadCommand(this.#object));
    return UploadId!;
  }

  async #upload() {
    const { Bucket, Key } = this.#object;
    return { Bucket, Key, UploadId: await this.#uploadId };
  }

  #capacity() {
    return this.#partBytes * (1 + Math.floor(this.#parts.length / partsOfOneSize));
  }

  #untilStopped() {
    return { abortSignal: this.#stop.signal };
  }
}

function tooManyParts() {
  return new InvalidFileError(`A result has over ${mostParts} parts.`, "file.result-too-large");
}
