import { DeleteObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { s3Client } from "../aws/clients/s3.ts";
import { putConditionally } from "./bucket/conditional.ts";
import { BucketConflictError, BucketTooLargeError } from "./bucket/errors.ts";
import { checkBucket } from "./bucket/check.ts";
import { explained, races } from "./bucket/failures.ts";
import { nameOf, readObject, writeObject, type ObjectAt } from "./bucket/object.ts";
import {
  type AtKey,
  type AtVersion,
  type BucketOptions,
  type Nothing,
  type PutConditions,
} from "./bucket/options.ts";
import { bucketSettings, checkedKey, type BucketSettings } from "./bucket/settings.ts";
import {
  listVersions,
  readVersioning,
  writeVersioning,
  type ObjectVersion,
} from "./bucket/versions.ts";
import { type Hooks } from "./json/hooks.ts";
import { fromText, toText } from "./json/text.ts";
import { isNoJson } from "./json/words.ts";
import { withWrite } from "./writes/history.ts";
import { surroundings, type Surroundings } from "./writes/surroundings.ts";
import { updateOnce } from "./writes/update.ts";

export { CorruptStateError, UnstorableValueError } from "./codec/errors.ts";
export * from "./bucket/errors.ts";
export type * from "./bucket/options.ts";
export { type ObjectVersion } from "./bucket/versions.ts";
export { dateReplacer, dateReviver } from "./json/dates.ts";
export { MissingPermissionsError } from "./permissions.ts";
export { OutcomeUnknownError } from "./writes/errors.ts";

/**
 * State as an S3 object, wire-compatible with awsjar's `Bucket`.
 *
 * For values that change seconds apart, or are too large for `Jar`; for small hot state use
 * `PersistentMap`. Needs `s3:ListBucket` on the bucket, `s3:GetObject` and `s3:PutObject` on the key.
 */
export class Bucket<T = unknown> {
  readonly #settings: BucketSettings;
  readonly #hooks: Hooks;
  readonly #client: Pick<S3Client, "send">;
  readonly #around: Required<Surroundings>;

  /**
   * Opens a bucket, having checked that it is there and may be reached. One request.
   *
   * Throws `InvalidInputError`, `BucketNotFoundError`, `BucketForbiddenError`, `BucketWrongRegionError`.
   */
  static async open<T = unknown>(options: BucketOptions): Promise<Bucket<T>> {
    const { client = s3Client(options.region) } = options;
    const opened = new Bucket<T>(options, client);
    await checkBucket(client, opened.#settings.bucket);
    return opened;
  }

  private constructor(options: BucketOptions, client: Pick<S3Client, "send">) {
    this.#settings = bucketSettings(options);
    const { replacer, reviver } = options;
    this.#hooks = { replacer, reviver };
    this.#client = client;
    this.#around = surroundings(options);
  }

  /** Like `s3://bucket/key`. */
  toString(): string {
    const { bucket, key = "" } = this.#settings;
    return nameOf({ bucket, key });
  }

  /**
   * The value; `{}` when there is no object, or a delete marker; what is no JSON as the string it
   * is. One request, with and without versions.
   *
   * Throws `MissingPermissionsError`, `BucketTooLargeError`, `BucketVersionNotFoundError`,
   * `BucketNotFoundError`.
   */
  async get({ key, versionId }: AtVersion = {}): Promise<T | Nothing> {
    const { maxBytes } = this.#settings;
    return this.#valueOf(await readObject(this.#at(key), maxBytes, versionId));
  }

  /**
   * Stores any JSON value and returns its ETag. One request.
   *
   * Throws `UnstorableValueError` and `BucketTooLargeError` before anything is written,
   * `BucketConflictError` when a condition failed, `OutcomeUnknownError` when the answer to a
   * conditional write was lost for good, `MissingPermissionsError`.
   */
  async put(value: T, { key, ifMatch, ifNoneMatch }: PutConditions = {}): Promise<string> {
    const object = this.#at(key);
    const text = this.#textOf(value, object);
    if (ifMatch === undefined && ifNoneMatch === undefined) return writeObject(object, text);
    const { maxAttempts } = this.#settings;
    const conditions = { IfMatch: ifMatch, IfNoneMatch: ifNoneMatch };
    const id = this.#around.newToken();
    return putConditionally({ ...this.#around, object, text, conditions, id, maxAttempts });
  }

  /**
   * Applies `change` to the value (`{}` when there is none) and stores what it returns: never over
   * another's change, and never twice. `change` may be called several times.
   *
   * Throws `BucketConflictError` when others came first each time, `OutcomeUnknownError` when an
   * answer was lost and too much has happened since, and as `get` and `put` do.
   */
  async update(change: (value: T | Nothing) => T | Promise<T>, { key }: AtKey = {}): Promise<T> {
    const object = this.#at(key);
    const { maxBytes, maxAttempts } = this.#settings;
    const [what, id] = [nameOf(object), this.#around.newToken()];
    return updateOnce({
      ...this.#around,
      what,
      id,
      maxAttempts,
      races,
      conflict: (cause) => new BucketConflictError(what, maxAttempts, cause),
      read: () => readObject(object, maxBytes),
      plan: async (found) => {
        const result = await change(this.#valueOf(found));
        const text = this.#textOf(result, object);
        const { version, headers } = found;
        const history = withWrite(found.history, id);
        const condition =
          version === undefined ? { IfNoneMatch: "*" as const } : { IfMatch: version };
        return {
          result,
          write: () => writeObject(object, text, { ...condition, history, headers }),
        };
      },
    });
  }

  /** Deletes the object, or one version of it. What isn't there is no error. Throws `MissingPermissionsError`. */
  async delete({ key, versionId }: AtVersion = {}): Promise<void> {
    const object = this.#at(key);
    const { bucket } = object;
    const action = versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
    const address = { Bucket: bucket, Key: object.key, VersionId: versionId };
    try {
      await this.#client.send(new DeleteObjectCommand(address));
    } catch (error) {
      throw explained(error, { bucket, action, resource: `${bucket}/${object.key}` });
    }
  }

  /** The versions of the object, delete markers too, the newest first. Needs `s3:ListBucketVersions`. */
  async versions({ key }: AtKey = {}): Promise<ObjectVersion[]> {
    return listVersions(this.#at(key));
  }

  /** Needs `s3:GetBucketVersioning`. */
  async isVersioningEnabled(): Promise<boolean> {
    return readVersioning(this.#all());
  }

  /** Keeps every version from now on. Needs `s3:PutBucketVersioning`. */
  async enableVersioning(): Promise<void> {
    await writeVersioning(this.#all(), "Enabled");
  }

  /** Keeps no further versions; those that are there stay. Needs `s3:PutBucketVersioning`. */
  async disableVersioning(): Promise<void> {
    await writeVersioning(this.#all(), "Suspended");
  }

  #all() {
    return { client: this.#client, bucket: this.#settings.bucket };
  }

  #at(key = this.#settings.key): ObjectAt {
    return { ...this.#all(), key: checkedKey(key) };
  }

  #textOf(value: unknown, object: ObjectAt): string {
    const { pretty, maxBytes } = this.#settings;
    const form = pretty ? "pretty" : "python";
    const text = toText(value, { replacer: this.#hooks.replacer, form, isBare: isNoJson });
    const bytes = Buffer.byteLength(text);
    if (bytes > maxBytes) throw new BucketTooLargeError(nameOf(object), bytes, maxBytes);
    return text;
  }

  #valueOf({ text }: { readonly text: string | undefined }): T | Nothing {
    // What an object holds is its user's matter, as with JSON.parse.
    return text === undefined ? {} : (fromText(text, this.#hooks) as T);
  }
}
