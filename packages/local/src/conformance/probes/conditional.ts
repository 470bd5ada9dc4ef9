import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { mustAllow, mustBe, mustRefuse, outcomeOf } from "../expect.ts";
import { makeBucket, putText } from "../make/bucket.ts";
import { differs, fails, probes } from "../probe.ts";
import { type World } from "../world.ts";

export const conditionalProbes = probes("Conditional requests", {
  "conditional.put-new": ["PUT with If-None-Match: * keeps what is there", putNew],
  "conditional.put-same": ["PUT with If-Match writes only over what was read", putSame],
  "conditional.put-race": ["Of ten PUTs with If-None-Match at once one wins", putRace],
  "conditional.copy-new": ["CopyObject with If-None-Match: * keeps what is there", copyNew],
  "conditional.copy-source": ["CopyObject with CopySourceIfMatch", copySource],
  "conditional.complete-new": ["Completing an upload with If-None-Match: *", completeNew],
  "conditional.delete": ["DELETE with If-Match deletes only what was read", deleteSame],
  "conditional.get": ["GET with If-None-Match answers 304", getChanged],
});

const failed = "PreconditionFailed";

async function putNew(world: World) {
  const Bucket = await makeBucket(world);
  const put = () =>
    world.s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x", IfNoneMatch: "*" }));
  await mustAllow(put(), "the first");
  await mustRefuse(put(), "the second", failed);
}

async function putSame(world: World) {
  const Bucket = await makeBucket(world);
  const { ETag: IfMatch } = await putText(world, Bucket, "a", "1");
  const put = (Body: string, Key = "a") =>
    world.s3.send(new PutObjectCommand({ Bucket, Key, Body, IfMatch }));
  await mustAllow(put("2"), "over what was read");
  await mustRefuse(put("3"), "over something else", failed);
  await mustRefuse(put("3", "missing"), "where nothing is", "NoSuchKey");
}

async function putRace(world: World) {
  const Bucket = await makeBucket(world);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      outcomeOf(
        world.s3.send(
          new PutObjectCommand({ Bucket, Key: "a", Body: String(i), IfNoneMatch: "*" }),
        ),
      ),
    ),
  );
  const winners = outcomes.filter((outcome) => outcome === undefined).length;
  if (winners !== 1) fails(`${winners} of 10 won`);
  const others = new Set(outcomes.filter((outcome) => outcome !== undefined));
  others.delete(failed);
  others.delete("ConditionalRequestConflict");
  if (others.size > 0) differs(`the others got ${[...others].join(", ")}`);
}

async function copyNew(world: World) {
  const Bucket = await makeBucket(world);
  await putText(world, Bucket, "source");
  const CopySource = `${Bucket}/source`;
  const copy = () =>
    world.s3.send(new CopyObjectCommand({ Bucket, Key: "a", CopySource, IfNoneMatch: "*" }));
  await mustAllow(copy(), "the first");
  await mustRefuse(copy(), "the second", failed);
}

async function copySource(world: World) {
  const Bucket = await makeBucket(world);
  const { ETag } = await putText(world, Bucket, "source");
  const CopySource = `${Bucket}/source`;
  const copy = (CopySourceIfMatch?: string) =>
    world.s3.send(new CopyObjectCommand({ Bucket, Key: "a", CopySource, CopySourceIfMatch }));
  await mustAllow(copy(ETag), "of what was read");
  await mustRefuse(copy('"00000000000000000000000000000000"'), "of something else", failed);
}

async function completeNew(world: World) {
  const Bucket = await makeBucket(world);
  const complete = async () => {
    const object = { Bucket, Key: "a" };
    const { UploadId } = await world.s3.send(new CreateMultipartUploadCommand(object));
    const part = { ...object, UploadId, PartNumber: 1, Body: "x" };
    const { ETag } = await world.s3.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    const request = { ...object, UploadId, MultipartUpload, IfNoneMatch: "*" };
    return world.s3.send(new CompleteMultipartUploadCommand(request));
  };
  await mustAllow(complete(), "the first");
  await mustRefuse(complete(), "the second", failed);
}

async function deleteSame(world: World) {
  const Bucket = await makeBucket(world);
  const { ETag } = await putText(world, Bucket, "a");
  const remove = (IfMatch?: string) =>
    world.s3.send(new DeleteObjectCommand({ Bucket, Key: "a", IfMatch }));
  await mustRefuse(remove('"00000000000000000000000000000000"'), "something else", failed);
  await mustAllow(remove(ETag), "what was read");
}

async function getChanged(world: World) {
  const Bucket = await makeBucket(world);
  const { ETag: IfNoneMatch } = await putText(world, Bucket, "a");
  const get = world.s3.send(new GetObjectCommand({ Bucket, Key: "a", IfNoneMatch }));
  const status = await get.then(
    () => 200,
    (error: { $metadata?: { httpStatusCode?: number } }) => error.$metadata?.httpStatusCode,
  );
  mustBe(status, 304, "unchanged");
}
