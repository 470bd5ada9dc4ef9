import { describe, expect, test } from "vitest";
import { InvalidSettingsError } from "../aws/environment.ts";
import { MediaType } from "./media-type.ts";
import { uploadSettings } from "./settings.ts";

const env = {
  STAGING_BUCKET: "staging",
  UPLOAD_RECORDS_TABLE: "records",
  LEDGER_TABLE: "ledger",
  UPLOAD_ROLE_ARN: "arn:aws:iam::000000000000:role/upload",
  AWS_REGION: "eu-west-1",
};

const read = () => uploadSettings({ UPLOAD_ROLE_ARN: "nobody", UPLOAD_URL_SECONDS: "3601" });

describe("the upload settings", () => {
  test("have sensible figures where none are given", () => {
    expect(uploadSettings(env)).toMatchObject({
      urlSeconds: 900,
      credentialsSeconds: 3600,
      maxBytes: 5 * 1024 ** 4,
      recordSeconds: 172_800,
      region: "eu-west-1",
      endpoint: undefined,
    });
  });
  test("name every variable that is missing or wrong", () => {
    expect(read).toThrow(InvalidSettingsError);
    for (const name of [
      "STAGING_BUCKET",
      "UPLOAD_RECORDS_TABLE",
      "UPLOAD_ROLE_ARN",
      "UPLOAD_URL_SECONDS",
    ]) {
      expect(read).toThrow(name);
    }
  });
});

describe("a media type", () => {
  test.each([
    "text/csv",
    "text/plain; charset=utf-8",
    "image/svg+xml",
    'a/b;c="d e"',
    "application/x-octet-stream",
  ])("may be %s", (type) => expect(MediaType.safeParse(type).success).toBe(true));
  test.each([
    "",
    "text",
    "text/",
    "/csv",
    "text/csv\r\nx: y",
    "a b/c",
    "text/csv;",
    'a/b;c="\n"',
    `a/${"b".repeat(254)}`,
  ])("may not be %j", (type) => expect(MediaType.safeParse(type).success).toBe(false));
});
