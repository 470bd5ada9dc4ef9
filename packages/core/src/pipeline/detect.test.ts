import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { detectedBytes, detectType } from "./detect.ts";

const type = (content: string) => detectType(Buffer.from(content));
const ofBytes = (hexadecimal: string) => {
  return detectType(Buffer.concat([Buffer.from(hexadecimal, "hex"), Buffer.alloc(300)]));
};

describe("the first bytes", () => {
  test.each([
    ["image/png", "89504e470d0a1a0a0000000d49484452"],
    ["image/jpeg", "ffd8ffe000104a464946"],
    ["image/gif", "474946383961"],
    ["image/webp", "524946461234567857454250"],
    ["audio/wav", "524946461234567857415645"],
    ["application/pdf", "255044462d312e37"],
    ["application/zip", "504b030414000000"],
    ["application/gzip", "1f8b0800"],
    ["application/x-bzip2", "425a6839314159265359"],
    ["application/x-xz", "fd377a585a00"],
    ["application/zstd", "28b52ffd"],
    ["application/x-7z-compressed", "377abcaf271c"],
    ["application/x-tar", `61${"00".repeat(256)}7573746172`],
    ["video/mp4", "00000020667479706d703432"],
    ["image/avif", "000000206674797061766966"],
    ["audio/mpeg", "4944330400"],
    ["audio/mpeg", "fffb9064"],
    ["application/ogg", "4f67675300"],
    ["application/x-elf", "7f454c46020101"],
    ["application/vnd.microsoft.portable-executable", "4d5a9000"],
    ["application/wasm", "0061736d01"],
    ["application/octet-stream", "0102030405"],
  ])("say %s: %s", (expected, hexadecimal) => {
    expect(ofBytes(hexadecimal)).toBe(expected);
  });

  test("of a gzip say gzip, of none say that", () => {
    expect(detectType(gzipSync("x"))).toBe("application/gzip");
    expect(type("")).toBe("application/x-empty");
  });

  test("of a PDF say PDF though all of it is text", () => {
    expect(type("%PDF-1.4\n1 0 obj")).toBe("application/pdf");
  });

  test.each([
    "MZ,name\n",
    "ID3,tag\n",
    "BM25 is a ranking",
    "PAR1 of two",
    "x\ty\r\n",
    "naïve 世界",
    "\ufeffa",
    "tab\x0bstop in a longer line",
  ])("of %j say text", (content) => {
    expect(type(content)).toBe("text/plain");
  });

  test.each([
    ["image/svg+xml", "<svg>"],
    [
      "image/svg+xml",
      '\ufeff <?xml version="1.0"?>\n<!-- drawn -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD" "x" [<!ENTITY a "b">]>\n<svg:svg xmlns:svg="x">',
    ],
    ["text/html", "<!DOCTYPE html>\n<title>x"],
    ["text/html", "  <HTML lang=en>"],
    ["text/html", "<script>alert(1)</script>"],
    ["text/html", "<!-- a page -->"],
    ["text/html", `<!-- ${"x".repeat(detectedBytes)}`],
    ["text/html", "<p>hello"],
    ["application/xhtml+xml", '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'],
    ["application/xml", '<?xml version="1.0"?><rss>'],
    ["application/xml", '<feed xmlns="http://www.w3.org/2005/Atom">'],
    ["application/json", '{"a":1}'],
    ["application/json", " [\n1,\n2]\n"],
    ["application/json", `[${"1,".repeat(detectedBytes)}`],
    ["application/x-ndjson", '{"a":1}\n{"a":2}\n'],
    ["text/plain", "[2024-01-01] started"],
    ["text/plain", "{ not json }"],
    ["text/plain", '{"a":1'],
    ["text/plain", "42"],
    ["text/plain", "<3 you"],
    ["text/plain", "<someone@example.com> wrote:"],
    ["text/plain", "<config>\n"],
    ["text/plain", "<?php echo 1;"],
  ])("say %s: %j", (expected, content) => {
    expect(type(content)).toBe(expected);
    expect(detectType(Buffer.from(`\ufeff${content}`, "utf16le"))).toBe(
      expected.includes("json") ? "text/plain" : expected,
    );
  });

  test("of an endless document type are read in no time", () => {
    const start = performance.now();
    for (const piece of ["[a]", "<!--", "<?x ", "<!doctype [", " ", "<a "]) {
      type(`<!doctype ${piece.repeat(2_000)}`);
      type(piece.repeat(2_000));
    }
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  test("are all that counts, and any of them will do", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(detectType(bytes)).toMatch(/^[a-z]+\/[\w.+-]+$/);
      }),
      { numRuns: 2_000 },
    );
    const head = Buffer.alloc(detectedBytes, "a");
    expect(detectType(Buffer.concat([head, Buffer.alloc(100)]))).toBe("text/plain");
  });
});
