import { PutObjectCommand } from "@aws-sdk/client-s3";
import { s3Client } from "@switchyard/core/aws/clients/s3.ts";
import { assist } from "@switchyard/core/orchestration/assistant/assist.ts";
import { essential } from "./essential.ts";
import { lostPoke, pokeOrchestrator, scavengerPoke } from "./pokes.ts";

/** Workers call it to claim a task, to show that they live, and to tell how they ended. */
export const handler = essential("assistant", (around) => {
  const { event, settings, labourers, store } = around;
  const { functions, queueBucket } = settings;
  return assist(event, {
    store,
    labourers,
    poke: pokeOrchestrator(functions),
    pokeScavenger: scavengerPoke(functions),
    keep: queueBucket === undefined ? undefined : keepIn(queueBucket),
    warn: lostPoke(around),
  });
});

const keepIn = (Bucket: string) => (Key: string, Body: string) =>
  s3Client().send(new PutObjectCommand({ Bucket, Key, Body, ContentType: "application/json" }));
