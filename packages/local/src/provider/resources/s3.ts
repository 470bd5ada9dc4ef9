import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  type DeleteObjectsCommandInput,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type BucketVersioningStatus,
} from "@aws-sdk/client-s3";
import { readFile } from "node:fs/promises";
import { unlessMissing, unlessThere, type Aws } from "../aws.ts";
import type { Properties, ResourceType } from "../resource-type.ts";
import { withoutTlsOnly } from "./tls-only.ts";

export const bucket: ResourceType = {
  honours: ["bucket"],
  leavesOut: {
    forceDestroy: "removing a local bucket always empties it",
    tags: "only Pulumi's default tags",
  },
  replaces: ["bucket"],
  outputs: ({ bucket: given }, { partition, region }) => {
    const name = String(given);
    return {
      id: name,
      bucket: name,
      arn: `arn:${partition}:s3:::${name}`,
      region,
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    };
  },
  put: async ({ bucket: name }, { s3 }) => {
    await unlessThere(s3.send(new CreateBucketCommand({ Bucket: String(name) })));
  },
  remove: async ({ id }, aws) => {
    await unlessMissing(empty(id, aws));
    await unlessMissing(aws.s3.send(new DeleteBucketCommand({ Bucket: id })));
  },
  observe: async ({ id }, { s3 }) => {
    await s3.send(new HeadBucketCommand({ Bucket: id }));
    return { bucket: id };
  },
};

/** Deletes every version and delete marker, a thousand a call. */
async function empty(Bucket: string, { s3 }: Aws) {
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (all.length === 0) return;
    const Objects = all.map(({ Key, VersionId }) => ({ Key, VersionId }));
    const Delete: DeleteObjectsCommandInput["Delete"] = { Objects, Quiet: true };
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete }));
  }
}

export const bucketVersioning: ResourceType = {
  honours: ["bucket", "versioningConfiguration.status"],
  replaces: ["bucket"],
  outputs: ({ bucket: name }) => ({ id: String(name) }),
  put: async (inputs, { s3 }) => {
    const { status } = inputs["versioningConfiguration"] as { status: BucketVersioningStatus };
    const VersioningConfiguration = { Status: status };
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: String(inputs["bucket"]), VersioningConfiguration }),
    );
  },
  // The bucket itself goes in the same run; versioning can't be taken back.
  remove: async () => {},
  observe: async ({ id }, { s3 }) => {
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: id }));
    return { bucket: id, versioningConfiguration: { status: Status } };
  },
};

const blocks = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
] as const;

export const bucketPublicAccessBlock: ResourceType = {
  honours: ["bucket", ...blocks],
  replaces: ["bucket"],
  outputs: ({ bucket: name }) => ({ id: String(name) }),
  put: async (inputs, { s3 }) => {
    const PublicAccessBlockConfiguration = Object.fromEntries(
      blocks.map((key) => [capital(key), Boolean(inputs[key])]),
    );
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: String(inputs["bucket"]),
        PublicAccessBlockConfiguration,
      }),
    );
  },
  remove: async () => {},
  observe: async ({ id }, { s3 }) => {
    const { PublicAccessBlockConfiguration: set } = await s3.send(
      new GetPublicAccessBlockCommand({ Bucket: id }),
    );
    const values: Properties = Object.fromEntries(
      Object.entries(set ?? {}).map(([k, v]) => [small(k), v]),
    );
    return { bucket: id, ...values };
  },
};

export const bucketPolicy: ResourceType = {
  honours: ["bucket", "policy"],
  replaces: ["bucket"],
  outputs: ({ bucket: name }) => ({ id: String(name) }),
  put: async ({ bucket: name, policy }, { s3 }) => {
    const Policy = withoutTlsOnly(String(policy));
    if (Policy) await s3.send(new PutBucketPolicyCommand({ Bucket: String(name), Policy }));
    else await unlessMissing(s3.send(new DeleteBucketPolicyCommand({ Bucket: String(name) })));
  },
  remove: async ({ id }, { s3 }) => {
    await unlessMissing(s3.send(new DeleteBucketPolicyCommand({ Bucket: id })));
  },
  observe: async ({ id, inputs }, { s3 }) => {
    const found = await unlessMissing(s3.send(new GetBucketPolicyCommand({ Bucket: id })));
    // What was left out on purpose is no difference.
    const same = withoutTlsOnly(String(inputs["policy"])) === canonical(found?.Policy);
    return { bucket: id, policy: same ? inputs["policy"] : found?.Policy };
  },
};

function canonical(policy: string | undefined) {
  return policy && JSON.stringify(JSON.parse(policy));
}

/** A file in a bucket: SST puts function code there. */
export const bucketObject: ResourceType = {
  honours: ["bucket", "key", "source"],
  replaces: ["bucket", "key"],
  outputs: ({ bucket: name, key }) => ({ id: String(key), bucket: name, key }),
  put: async ({ bucket: name, key, source }, { s3 }) => {
    const Body = await readFile(await pathOf(source));
    await s3.send(new PutObjectCommand({ Bucket: String(name), Key: String(key), Body }));
  },
  // Code objects are named by their content and another function may still use this one; the bucket goes by local:down.
  remove: async () => {},
  observe: async ({ inputs }, { s3 }) => {
    await s3.send(
      new HeadObjectCommand({ Bucket: String(inputs["bucket"]), Key: String(inputs["key"]) }),
    );
    return inputs;
  },
};

/** Pulumi's assets hold their path as a promise. */
async function pathOf(source: unknown): Promise<string> {
  const { path } = (await source) as { path: string | Promise<string> };
  return path;
}

const capital = (key: string) => key.charAt(0).toUpperCase() + key.slice(1);
const small = (key: string) => key.charAt(0).toLowerCase() + key.slice(1);
