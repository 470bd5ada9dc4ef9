import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { completeMultipart } from "./complete.ts";
import {
  InvalidFileError,
  UploadCompletedError,
  UploadExistsError,
  UploadNotFoundError,
  UploadUnsettledError,
} from "./errors.ts";
import { MiB } from "./limits.ts";
import { abortMultipart, openMultipart } from "./multipart.ts";
import { partUrls } from "./part-urls.ts";
import { multipartProgress } from "./resume.ts";
import { alice, needsWith, type S3Answer, type S3Request, s3Error, version } from "./testing.ts";

const file = { key: "film.mp4", type: "video/mp4", size: 12 * MiB, partSize: 5 * MiB };
const etags = ["a", "b", "c"].map((text) => createHash("md5").update(text).digest("hex"));
const parts = etags.map((etag, index) => ({ partNumber: index + 1, etag }));
const wholeEtag = `${createHash("md5").update(etags.join(""), "hex").digest("hex")}-3`;
const created =
  "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>";
const completed = `<CompleteMultipartUploadResult><ETag>"whole-3"</ETag></CompleteMultipartUploadResult>`;
const listed = (sizes: number[]) =>
  `<ListPartsResult>${sizes
    .map(
      (size, index) =>
        `<Part><PartNumber>${index + 1}</PartNumber><ETag>"${etags[index]}"</ETag><Size>${size}</Size></Part>`,
    )
    .join("")}</ListPartsResult>`;

const page = (end: string) => ({ body: listed([5 * MiB]).replace("</List", `${end}</List`) });

/** S3 that answers each operation as given, and says which it was asked. */
function s3With(answers: Partial<Record<"list" | "complete" | "abort", S3Answer[]>>) {
  const asked: string[] = [];
  const answer = ({ method, query }: S3Request): S3Answer => {
    const operation = !("uploadId" in query)
      ? "create"
      : ({ GET: "list", POST: "complete", DELETE: "abort" } as const)[method as "GET"];
    asked.push(operation);
    if (operation === "create") return { body: created };
    const next = answers[operation as "list"]?.shift();
    return next ?? { body: completed };
  };
  return { asked, answer };
}

async function opened(
  answers: Parameters<typeof s3With>[0] = {},
  more: Parameters<typeof needsWith>[0] = {},
) {
  const s3 = s3With(answers);
  const needs = needsWith({ answer: s3.answer, ...more });
  const upload = await openMultipart(file, alice, needs);
  return { ...s3, needs, upload, id: upload.id };
}

describe("an upload in parts", () => {
  test("is opened with its cut, under the caller's prefix", async () => {
    const { upload } = await opened();
    expect(upload).toMatchObject({
      key: "alice/film.mp4",
      size: 12 * MiB,
      partSize: 5 * MiB,
      partCount: 3,
      correlationId: "token-1",
      expiresAt: "2026-01-02T05:04:05.000Z",
    });
  });

  test("gets a URL for each part, signed for that part's bytes", async () => {
    const { needs, id } = await opened();
    const urls = await partUrls({ id, partNumbers: [1, 3] }, alice, needs);
    expect(urls.map(({ partNumber, size }) => [partNumber, size])).toEqual([
      [1, 5 * MiB],
      [3, 2 * MiB],
    ]);
    for (const { url } of urls) {
      const query = new URL(url).searchParams;
      expect(query.get("X-Amz-SignedHeaders")).toBe("content-length;host");
      expect(query.get("uploadId")).toBe("u1");
      expect(url).not.toMatch(/checksum/i);
    }
  });

  test.each([[[0]], [[4]], [[1.5]], [[1, 99]]])("has no parts %j", async (partNumbers) => {
    const { needs, id } = await opened();
    const urls = partUrls({ id, partNumbers }, alice, needs);
    await expect(urls).rejects.toThrow(InvalidFileError);
  });

  test("is nobody else's, and not found under another id", async () => {
    const { needs, id } = await opened();
    const bob = { id: "bob", scopes: [] };
    const want = { id, partNumbers: [1] };
    await expect(partUrls(want, bob, needs)).rejects.toThrow(UploadNotFoundError);
    await expect(completeMultipart({ id }, bob, needs)).rejects.toThrow(UploadNotFoundError);
    await expect(abortMultipart(id, bob, needs)).rejects.toThrow(UploadNotFoundError);
    await expect(multipartProgress("x", alice, needs)).rejects.toThrow(UploadNotFoundError);
  });

  test("can be resumed from what S3 has", async () => {
    const { needs, id } = await opened({ list: [{ body: listed([5 * MiB]) }] });
    const progress = await multipartProgress(id, alice, needs);
    expect(progress).toMatchObject({ id, partSize: 5 * MiB, completed: false });
    expect(progress.parts).toEqual([{ partNumber: 1, etag: etags[0], size: 5 * MiB }]);
  });

  test("with more parts than a page has is listed page by page, and to its end", async () => {
    const more = "<IsTruncated>true</IsTruncated><NextPartNumberMarker>1</NextPartNumberMarker>";
    // S3 names a marker on the last page too.
    const last = "<IsTruncated>false</IsTruncated><NextPartNumberMarker>1</NextPartNumberMarker>";
    const { needs, id, asked } = await opened({ list: [page(more), page(last), page(last)] });
    const { parts: found } = await multipartProgress(id, alice, needs);
    expect(found).toHaveLength(2);
    expect(asked).toEqual(["create", "list", "list"]);
  });

  test("ends when its time is over", async () => {
    const { needs, id } = await opened();
    const later = { ...needs, now: () => needs.now() + 7_200_000 };
    await expect(multipartProgress(id, alice, later)).rejects.toThrow(UploadNotFoundError);
    await expect(completeMultipart({ id, parts }, alice, later)).rejects.toThrow(
      UploadNotFoundError,
    );
  });
});

describe("aborting", () => {
  test("twice is no error, and nothing can be done afterwards", async () => {
    const { needs, id, asked } = await opened({ abort: [{}, s3Error(404, "NoSuchUpload")] });
    await abortMultipart(id, alice, needs);
    await abortMultipart(id, alice, needs);
    expect(asked).toEqual(["create", "abort", "abort"]);
    await expect(completeMultipart({ id, parts }, alice, needs)).rejects.toThrow(
      UploadNotFoundError,
    );
  });
  test("what is complete is refused", async () => {
    const { needs, id } = await opened();
    await completeMultipart({ id, parts }, alice, needs);
    await expect(abortMultipart(id, alice, needs)).rejects.toThrow(UploadCompletedError);
  });
});

describe("completing", () => {
  test("puts the given parts together in order, and a second call gives the same answer", async () => {
    const { needs, id, asked } = await opened();
    const first = await completeMultipart({ id, parts: parts.toReversed() }, alice, needs);
    const second = await completeMultipart({ id }, alice, needs);
    expect(first).toMatchObject({ key: "alice/film.mp4", etag: "whole-3", size: 12 * MiB });
    expect(second).toEqual(first);
    expect(asked).toEqual(["create", "complete"]);
    await expect(multipartProgress(id, alice, needs)).resolves.toMatchObject({ completed: true });
  });

  test("takes the parts S3 has when none are given", async () => {
    const list = [{ body: listed([5 * MiB, 5 * MiB, 2 * MiB]) }];
    const { needs, id, asked } = await opened({ list });
    await completeMultipart({ id }, alice, needs);
    expect(asked).toEqual(["create", "list", "complete"]);
  });

  test.each([
    ["a part is missing", [{ body: listed([5 * MiB, 5 * MiB]) }], "[3]"],
    ["a part is too short", [{ body: listed([5 * MiB, 5 * MiB, MiB]) }], "[3]"],
  ])("is refused when %s", async (_, list, missing) => {
    const { needs, id, asked } = await opened({ list });
    const done = completeMultipart({ id }, alice, needs);
    await expect(done).rejects.toThrow(InvalidFileError);
    await expect(completeMultipart({ id, parts: parts.slice(0, 2) }, alice, needs)).rejects.toThrow(
      missing,
    );
    expect(asked).not.toContain("complete");
  });

  test.each([
    ["a part twice", [...parts, parts[0]]],
    ["a part too many", [...parts, { partNumber: 4, etag: "d" }]],
  ])("is refused with %s", async (_, given) => {
    const { needs, id } = await opened();
    const done = completeMultipart(
      { id, parts: given.flatMap((part) => part ?? []) },
      alice,
      needs,
    );
    await expect(done).rejects.toThrow(InvalidFileError);
  });

  test.each(["InvalidPart", "InvalidPartOrder", "EntityTooSmall"])(
    "is a bad request when S3 says %s",
    async (code) => {
      const { needs, id } = await opened({ complete: [s3Error(400, code)] });
      await expect(completeMultipart({ id, parts }, alice, needs)).rejects.toThrow(
        InvalidFileError,
      );
    },
  );

  test.each([
    ["its correlation id", version({ correlation: "token-1", etag: "e" })],
    ["its parts' ETag", version({ correlation: "the event's", etag: wholeEtag })],
  ])("is found done by %s when the first answer was lost", async (_, stored) => {
    const complete = [s3Error(404, "NoSuchUpload")];
    const { needs, id } = await opened({ complete }, { versions: [version(), stored] });
    const done = await completeMultipart({ id, parts }, alice, needs);
    expect(done).toMatchObject({ etag: stored.etag, version: "v1" });
    expect(await completeMultipart({ id }, alice, needs)).toEqual(done);
  });

  test("is unsettled while nobody knows what came of an earlier call", async () => {
    const gone = s3Error(404, "NoSuchUpload");
    const { needs, id } = await opened({ complete: [s3Error(400, "Weird"), gone] });
    await expect(completeMultipart({ id, parts }, alice, needs)).rejects.toThrow("Weird");
    await expect(completeMultipart({ id, parts }, alice, needs)).rejects.toThrow(
      UploadUnsettledError,
    );
  });

  test("of an upload that S3 has dropped is not found", async () => {
    const { needs, id } = await opened({ complete: [s3Error(404, "NoSuchUpload")] });
    await expect(completeMultipart({ id, parts }, alice, needs)).rejects.toThrow(
      UploadNotFoundError,
    );
  });

  test("gives the other's answer when two complete at once", async () => {
    const { needs, id } = await opened({
      complete: [{ body: completed }, s3Error(404, "NoSuchUpload")],
    });
    const [first, second] = await Promise.all([
      completeMultipart({ id, parts }, alice, needs),
      completeMultipart({ id, parts }, alice, needs),
    ]);
    expect(second).toEqual(first);
  });

  test("what must not overwrite is refused when a file came first", async () => {
    const { answer } = s3With({ complete: [s3Error(412, "PreconditionFailed")] });
    const needs = needsWith({ answer });
    const { id } = await openMultipart({ ...file, overwrite: false }, alice, needs);
    await expect(completeMultipart({ id, parts }, alice, needs)).rejects.toThrow(UploadExistsError);
  });
});
