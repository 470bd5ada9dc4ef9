import { ApiError, ApiUnreachableError } from "@switchyard/functions/client.ts";
import { describe, expect, test } from "vitest";
import { afterError } from "./after-error.ts";
import { someUpload } from "./testing.ts";

const upload = someUpload();
const s3 = (status: number, code: string) => Object.assign(new TypeError("s3"), { status, code });
const api = (status: number, code: string) =>
  new ApiError({ type: "", title: "", detail: "said", requestId: "", status, code });
const multipart = { uploadId: "u", key: "k" };

describe("after an error an upload", () => {
  test.each([
    ["no network to S3", Object.assign(new TypeError("x"), { code: "NETWORK" })],
    ["no network to the API", new ApiUnreachableError("x")],
    ["an expired token", api(401, "auth.invalid")],
    ["an API that is busy", api(503, "unavailable")],
    ["a storage that fails", s3(500, "InternalError")],
    ["a storage that is busy", s3(429, "SlowDown")],
  ])("waits and goes on: %s", (_, error) => {
    expect(afterError(error, upload, 0)).toMatchObject({ do: "wait", ms: 1000 });
  });

  test("waits longer each time, to half a minute", () => {
    const waits = [0, 1, 2, 3, 4, 5, 50].map((tries) => afterError(s3(500, "x"), upload, tries));
    const ms = waits.map((next) => (next.do === "wait" ? next.ms : 0));
    expect(ms).toEqual([1000, 2000, 4000, 8000, 15_000, 30_000, 30_000]);
  });

  test.each([api(403, "upload.not_allowed"), s3(404, "NoSuchUpload")])(
    "begins anew where S3 has forgotten its parts",
    (error) => {
      expect(afterError(error, { ...upload, multipart }, 0)).toEqual({ do: "anew" });
      expect(afterError(error, upload, 0)).toMatchObject({ do: "fail" });
    },
  );

  test("asks whether it is what is stored, where it may not replace", () => {
    const refused = s3(412, "PreconditionFailed");
    expect(afterError(refused, { ...upload, overwrite: false }, 0)).toEqual({ do: "ask" });
  });

  test("fails with a sentence where nothing else can be done", () => {
    expect(afterError(s3(403, "AccessDenied"), upload, 0)).toMatchObject({
      do: "fail",
      why: expect.stringContaining("The storage refused it"),
    });
    expect(afterError(api(409, "upload.exists"), upload, 0)).toMatchObject({
      do: "fail",
      why: expect.stringContaining("A file of this name is there already"),
    });
  });
});
