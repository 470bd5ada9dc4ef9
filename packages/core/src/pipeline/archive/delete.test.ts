import { DeleteObjectsCommand, type DeleteObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { type StorageAccess } from "./access.ts";
import { deleteTogether, deleteVersion } from "./delete.ts";

type Command = DeleteObjectCommand | DeleteObjectsCommand;

/** Deletes three versions at once: the first goes alone, the two after it gather behind it. */
function deleteThree(answer: (command: Command) => object) {
  const sent: Command[] = [];
  const s3: unknown = {
    send: async (command: Command) => {
      sent.push(command);
      return answer(command);
    },
  };
  const access = { s3: s3 as Pick<S3Client, "send">, delete: deleteTogether() } as StorageAccess;
  const deletions = ["a", "b", "c"].map((key) =>
    deleteVersion({ bucket: "staging", key, version: `version of ${key}` }, access),
  );
  return { sent, done: Promise.allSettled(deletions) };
}
const keyOf = ({ input }: Command) =>
  "Key" in input ? input.Key : input.Delete?.Objects?.map(({ Key }) => Key).join("+");
const isDone = ({ status }: PromiseSettledResult<void>) => status === "fulfilled";

test("deletes of several files go in one request, exactly their versions", async () => {
  const { sent, done } = deleteThree(() => ({}));
  expect((await done).every(isDone)).toBe(true);
  expect(sent.map(({ input }) => input)).toEqual([
    { Bucket: "staging", Key: "a", VersionId: "version of a" },
    {
      Bucket: "staging",
      Delete: {
        Quiet: true,
        Objects: [
          { Key: "b", VersionId: "version of b" },
          { Key: "c", VersionId: "version of c" },
        ],
      },
    },
  ]);
});

test("what S3 keeps of them is tried again alone, and its error is that file's", async () => {
  const denied = Object.assign(new TypeError("denied"), { $fault: "client" });
  const Errors = [{ Key: "c", VersionId: "version of c", Code: "AccessDenied" }];
  const { sent, done } = deleteThree((command) => {
    if (command instanceof DeleteObjectsCommand) return { Errors };
    if (command.input.Key === "c") throw denied;
    return {};
  });
  const [first, second, third] = await done;
  expect([first, second].map((one) => one && isDone(one))).toEqual([true, true]);
  expect(third).toEqual({ status: "rejected", reason: denied });
  expect(sent.map(keyOf)).toEqual(["a", "b+c", "c"]);
});

test("a request that S3 refuses as a whole is tried for each alone", async () => {
  const malformed = Object.assign(new TypeError("malformed"), { $fault: "client" });
  const { sent, done } = deleteThree((command) => {
    if (command instanceof DeleteObjectsCommand) throw malformed;
    return {};
  });
  expect((await done).every(isDone)).toBe(true);
  expect(sent.map(keyOf)).toEqual(["a", "b+c", "b", "c"]);
});

test("a request without an answer fails both", async () => {
  const { sent, done } = deleteThree((command) => {
    if (command instanceof DeleteObjectsCommand) throw new TypeError("no answer");
    return {};
  });
  expect((await done).map(isDone)).toEqual([true, false, false]);
  expect(sent).toHaveLength(2);
});
