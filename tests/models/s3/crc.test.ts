import { expect, test } from "vitest";
import { crc32c, crc64nvme } from "./crc.ts";
import { digest } from "./digests.ts";

const check = Buffer.from("123456789");

test.each([
  ["CRC-32C", crc32c(check).toString("hex"), "e3069283"],
  ["CRC-64/NVME", crc64nvme(check).toString("hex"), "ae8b14860a799888"],
  ["CRC-32", Buffer.from(digest("CRC32", check), "base64").toString("hex"), "cbf43926"],
])("%s of 123456789 is what its catalogue says", (_name, found, expected) => {
  expect(found).toBe(expected);
});
