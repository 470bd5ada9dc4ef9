import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { mustBe, mustRefuse } from "../expect.ts";
import { makeBucket, putText } from "../make/bucket.ts";
import { probes } from "../probe.ts";
import { type World } from "../world.ts";

const smallest = 5 * 1024 ** 2;

export const multipartProbes = probes("Multipart uploads", {
  "multipart.upload": ["Parts become one object, its ETag made of theirs", upload],
  "multipart.parts": ["The parts so far are listed, in pages", parts],
  "multipart.small": ["A part under 5 MiB that isn't the last is refused", small],
  "multipart.wrong": ["A part that was not uploaded is refused", wrong],
  "multipart.order": ["Parts out of order are refused", order],
  "multipart.abort": ["An aborted upload is gone", abort],
  "multipart.copy": ["A part is copied from a range of an object", copyPart],
});

interface Upload {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string | undefined;
}

async function begin(world: World): Promise<Upload> {
  const object = { Bucket: await makeBucket(world), Key: "big" };
  const described = { ContentType: "text/csv", Metadata: { owner: "me" }, Tagging: "a=1" };
  const create = new CreateMultipartUploadCommand({ ...object, ...described });
  const { UploadId } = await world.s3.send(create);
  return { ...object, UploadId };
}

async function add({ s3 }: World, begun: Upload, PartNumber: number, Body: Uint8Array) {
  const { ETag } = await s3.send(new UploadPartCommand({ ...begun, PartNumber, Body }));
  return { PartNumber, ETag };
}

function complete({ s3 }: World, begun: Upload, Parts: { PartNumber: number; ETag?: string }[]) {
  return s3.send(new CompleteMultipartUploadCommand({ ...begun, MultipartUpload: { Parts } }));
}

async function upload(world: World) {
  const begun = await begin(world);
  const bodies = [Buffer.alloc(smallest, "a"), Buffer.from("end")];
  const made = [await add(world, begun, 1, bodies[0]!), await add(world, begun, 2, bodies[1]!)];
  const { ETag } = await complete(world, begun, made);
  const digests = bodies.map((body) => createHash("md5").update(body).digest());
  const whole = createHash("md5").update(Buffer.concat(digests)).digest("hex");
  mustBe(ETag, `"${whole}-2"`, "its ETag");
  const { Bucket, Key } = begun;
  const head = await world.s3.send(new HeadObjectCommand({ Bucket, Key }));
  const found = [head.ContentLength, head.ContentType, head.Metadata];
  mustBe(found, [smallest + 3, "text/csv", { owner: "me" }], "size, type and metadata");
  const { TagSet } = await world.s3.send(new GetObjectTaggingCommand({ Bucket, Key }));
  mustBe(TagSet, [{ Key: "a", Value: "1" }], "tags");
}

async function parts(world: World) {
  const begun = await begin(world);
  for (const number of [1, 2, 3]) await add(world, begun, number, Buffer.from("x"));
  await add(world, begun, 2, Buffer.from("again"));
  const first = await world.s3.send(new ListPartsCommand({ ...begun, MaxParts: 2 }));
  const PartNumberMarker = first.NextPartNumberMarker;
  const second = await world.s3.send(new ListPartsCommand({ ...begun, PartNumberMarker }));
  const sizes = [first, second].flatMap(({ Parts = [] }) => Parts.map(({ Size }) => Size));
  mustBe(sizes, [1, 5, 1], "sizes, the second uploaded twice");
}

async function small(world: World) {
  const begun = await begin(world);
  const made = [
    await add(world, begun, 1, Buffer.from("small")),
    await add(world, begun, 2, Buffer.from("last")),
  ];
  await mustRefuse(complete(world, begun, made), "5 bytes", "EntityTooSmall");
}

async function wrong(world: World) {
  const begun = await begin(world);
  await add(world, begun, 1, Buffer.from("x"));
  const ETag = '"00000000000000000000000000000000"';
  const other = complete(world, begun, [{ PartNumber: 1, ETag }]);
  await mustRefuse(other, "another ETag", "InvalidPart");
  const missing = complete(world, begun, [{ PartNumber: 7, ETag }]);
  await mustRefuse(missing, "another number", "InvalidPart");
}

async function order(world: World) {
  const begun = await begin(world);
  const one = await add(world, begun, 1, Buffer.alloc(smallest));
  const two = await add(world, begun, 2, Buffer.alloc(smallest));
  await mustRefuse(complete(world, begun, [two, one]), "second, first", "InvalidPartOrder");
}

async function abort(world: World) {
  const begun = await begin(world);
  const part = await add(world, begun, 1, Buffer.from("x"));
  await world.s3.send(new AbortMultipartUploadCommand(begun));
  await mustRefuse(complete(world, begun, [part]), "completing it", "NoSuchUpload");
  const { Bucket } = begun;
  const { Uploads = [] } = await world.s3.send(new ListMultipartUploadsCommand({ Bucket }));
  mustBe(Uploads.length, 0, "uploads that are listed");
}

async function copyPart(world: World) {
  const begun = await begin(world);
  await putText(world, begun.Bucket, "source", "0123456789");
  const CopySource = `${begun.Bucket}/source`;
  const ranged = { ...begun, PartNumber: 1, CopySource, CopySourceRange: "bytes=2-5" };
  const { CopyPartResult } = await world.s3.send(new UploadPartCopyCommand(ranged));
  const md5 = createHash("md5").update("2345").digest("hex");
  mustBe(CopyPartResult?.ETag, `"${md5}"`, "the part's ETag");
  await complete(world, begun, [{ PartNumber: 1, ETag: CopyPartResult?.ETag ?? "" }]);
}
