import { readFile } from "node:fs/promises";
import path from "node:path";
import { announce } from "@switchyard/core/pipeline/events/announcement.ts";
import { handOffTo } from "@switchyard/core/pipeline/handoff/choose.ts";
import { beforeAll, expect, test, vi } from "vitest";
import { make, ownPlace, uploadTo } from "./faults/place.ts";
import { deliverUntilDone } from "./faults/run.ts";
import { stack } from "./stack.ts";
import { recordOf } from "./travel.ts";

const place = ownPlace();
beforeAll(() => make(place));

test("a file too large for a function is carried by the container's code, in a process of its own", async () => {
  const { endpoint, region, credentials, outputs } = stack();
  // What the container's task would have; the child process inherits it.
  vi.stubEnv("AWS_ENDPOINT_URL", endpoint);
  vi.stubEnv("AWS_REGION", region);
  vi.stubEnv("AWS_ACCESS_KEY_ID", credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey);
  vi.stubEnv("STAGING_BUCKET", place.staging);
  vi.stubEnv("ARCHIVE_BUCKET", place.archive);
  vi.stubEnv("LEDGER_TABLE", outputs.ledger);
  vi.stubEnv("UPLOADS_QUEUE_URL", outputs.uploads);
  vi.stubEnv("DEAD_LETTERS_QUEUE_URL", outputs.deadLetters);
  const handOff = handOffTo({
    kind: "process",
    aboveBytes: 10,
    entry: path.resolve("packages/functions/src/container.ts"),
  });
  const [key, version] = await uploadTo(place.staging, "large.txt", "more than ten bytes\n");
  const event = announce([{ bucket: place.staging, key, version }]);
  await deliverUntilDone(event, { ...place, handOff });
  expect(["handed", "archived"]).toContain((await recordOf(key, version))?.["state"]);
  await expect
    .poll(() => recordOf(key, version), { timeout: 60_000, interval: 300 })
    .toMatchObject({ state: "archived", transform: "text" });

  const [small, itsVersion] = await uploadTo(place.staging, "small.txt", "small\n");
  const itsEvent = announce([{ bucket: place.staging, key: small, version: itsVersion }]);
  await deliverUntilDone(itsEvent, { ...place, handOff });
  const record = await recordOf(small, itsVersion);
  expect(record).toMatchObject({ state: "archived" });
  expect(record).not.toHaveProperty("handed_at");
});

test("the container's image is made of files that are there", async () => {
  const folder = "packages/functions/container";
  const dockerfile = await readFile(`${folder}/Dockerfile`, "utf8");
  const allowed = (await readFile(`${folder}/Dockerfile.dockerignore`, "utf8")).split("\n");
  const copied = Array.from(dockerfile.matchAll(/^COPY (.+) \S+$/gm), ([, from = ""]) =>
    from.split(" "),
  ).flat();
  expect(copied.length).toBeGreaterThan(4);
  expect(copied.filter((file) => !allowed.includes(`!${file}`))).toEqual([]);
  const { node } = (
    JSON.parse(await readFile("package.json", "utf8")) as { devDependencies: { node: string } }
  ).devDependencies;
  expect(dockerfile).toContain(`/node:${node}-slim`);
  expect(dockerfile).toMatch(/^CMD \["node", "packages\/functions\/src\/container\.ts"\]$/m);
});
