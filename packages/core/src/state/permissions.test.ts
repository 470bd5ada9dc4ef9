import { S3ServiceException } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { MissingPermissionsError, missingPermissions, type Statement } from "./permissions.ts";

const statement: Statement = {
  Effect: "Allow",
  Action: ["s3:GetObject"],
  Resource: "arn:aws:s3:::state/counter.json",
};
const refused = (name: string, httpStatusCode: number) =>
  new S3ServiceException({
    name,
    message: "no",
    $fault: "client",
    $metadata: { httpStatusCode },
  });

describe("a missing permission", () => {
  test.each([
    ["AccessDenied", 403],
    ["AccessDeniedException", 400],
    ["AccessDeniedException", 403],
    ["UnauthorizedOperation", 403],
    ["Forbidden", 403],
    ["Unknown", 403],
    ["UnknownError", 403],
    ["403", 403],
  ])("is known by %s with status %i", (name, status) => {
    const error = missingPermissions(refused(name, status), statement);
    expect(error).toBeInstanceOf(MissingPermissionsError);
    expect(error).toMatchObject({ code: "state.permissions_missing", statement });
  });

  test.each([
    ["NoSuchKey", 404],
    ["Unknown", 500],
    ["InvalidAccessKeyId", 403],
    ["ExpiredToken", 403],
    ["RequestTimeTooSkewed", 403],
  ])("is not what %s with status %i tells", (name, status) => {
    expect(missingPermissions(refused(name, status), statement)).toBeUndefined();
  });

  test("is not seen in what is no error", () => {
    expect(missingPermissions({ name: "AccessDenied" }, statement)).toBeUndefined();
    expect(missingPermissions(undefined, statement)).toBeUndefined();
  });

  test("prints the statement to paste, and keeps what AWS said", () => {
    const cause = refused("AccessDenied", 403);
    const error = missingPermissions(cause, statement);
    expect(error?.message).toContain(JSON.stringify(statement));
    expect(error?.message).toContain("no");
    expect(error?.cause).toBe(cause);
  });
});
