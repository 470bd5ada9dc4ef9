import { describe, expect, test } from "vitest";
import { downloadHeaders, presignedOverrides, safeContentType } from "./downloads.ts";

const neutral = "application/octet-stream";

describe("a download's type", () => {
  test.each([
    "text/html",
    "TEXT/HTML; charset=utf-8",
    "application/xhtml+xml",
    "image/svg+xml",
    "text/xml",
    "application/xml",
    "application/rss+xml",
    "application/javascript",
    "text/javascript",
    "text/css",
    "multipart/x-mixed-replace",
    "text/csv\r\nx-evil: 1",
    "text/csv; charset=utf-8, text/html",
    "video/mp4,text/html",
    "",
    "*/*",
  ])("%j is neutralised", (type) => {
    expect(safeContentType(type)).toBe(neutral);
  });

  test.each([
    "text/csv",
    "text/plain; charset=utf-8",
    "application/json",
    "image/png",
    "application/gzip",
  ])("%j stays", (type) => {
    expect(safeContentType(type)).toBe(type);
  });

  test("unknown is neutral", () => {
    expect(safeContentType()).toBe(neutral);
  });
});

test("a link to a page saves it, whatever its name says", () => {
  expect(presignedOverrides({ name: "me/photo.png", contentType: "text/html" })).toEqual({
    ResponseContentDisposition: 'attachment; filename="photo.png"',
    ResponseContentType: neutral,
  });
});

test("an answer of our own also forbids sniffing and scripts", () => {
  expect(downloadHeaders({ name: "a.csv", contentType: "text/csv" })).toMatchObject({
    "content-disposition": 'attachment; filename="a.csv"',
    "content-type": "text/csv",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("sandbox"),
  });
});
