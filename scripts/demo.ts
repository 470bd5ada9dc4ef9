import { startStack } from "../packages/local/src/stack.ts";
import { describeError } from "../packages/local/src/errors.ts";
import { S3Client, PutObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { setTimeout as sleep } from "node:timers/promises";

try {
  const stack = await startStack({
    root: process.cwd(),
    stage: "local",
    secrets: { ApiTokens: "development" },
    emulator: { onProgress: (line) => console.log(line) },
  });
  console.log(stack.deployment);
  const { staging, archive } = stack.deployment.outputs as { staging: string; archive: string };
  const s3 = new S3Client({
    endpoint: stack.emulator.endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await s3.send(
    new PutObjectCommand({
      Bucket: staging,
      Key: "dev/hello.csv",
      Body: "a,b\n1,2\n",
      ContentType: "text/csv",
    }),
  );
  for (let i = 0; i < 60; i++) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: archive }));
    if (Contents.some(({ Key }) => Key === "dev/hello.csv")) {
      console.log(Contents.map(({ Key, Size }) => [Key, Size]));
      break;
    }
    await sleep(500);
  }
  await stack.stop();
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
