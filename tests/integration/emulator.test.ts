import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { installMiniStack } from "@switchyard/local/emulator/install.ts";
import { isRunning, type ProcessMark } from "@switchyard/local/emulator/process.ts";
import { findPython } from "@switchyard/local/emulator/python.ts";
import { readRecord, writeRecord } from "@switchyard/local/emulator/record.ts";
import { stopRecorded } from "@switchyard/local/emulator/reuse.ts";
import { emulatorSettings } from "@switchyard/local/emulator/settings.ts";
import { startEmulator } from "@switchyard/local/emulator/start.ts";
import { describe, expect, onTestFinished, test } from "vitest";

const shared = resolve(".switchyard");
const { AWS_ENDPOINT_URL: _, ...environment } = process.env;

/** A cache folder of its own with the shared installation in it: nothing else is shared. */
async function ownFolder() {
  const findOne = () => findPython(emulatorSettings(environment));
  await installMiniStack({ folder: shared, findPython: findOne, environment });
  const folder = await mkdtemp(join(tmpdir(), "switchyard-"));
  onTestFinished(async () => {
    await stopRecorded(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  await mkdir(join(folder, "ministack"));
  const installed = (await readdir(join(shared, "ministack"))).filter((n) => n.endsWith(".json"));
  for (const name of installed) {
    await copyFile(join(shared, "ministack", name), join(folder, "ministack", name));
  }
  return folder;
}

async function processOf(folder: string): Promise<ProcessMark> {
  const mark = (await readRecord(folder))?.process;
  return mark ?? expect.unreachable("no process is recorded");
}

/** Another process that starts an emulator in `folder` and says what it got, then does `next`. */
async function inAnotherProcess(folder: string, options: object, next: string) {
  const script = `import { startEmulator } from "@switchyard/local/emulator/start.ts";
    const { AWS_ENDPOINT_URL: _, ...environment } = process.env;
    const options = { ...${JSON.stringify({ folder, ...options })}, environment };
    const emulator = await startEmulator(options);
    console.log(JSON.stringify({ endpoint: emulator.endpoint, reused: emulator.reused }));
    ${next}`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  const said: { endpoint: string; reused: boolean } = JSON.parse(String(line));
  return { child, ...said };
}

const answers = (endpoint: string) =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

describe("MiniStack, started for real", () => {
  test("refuses strangers, and is gone with its folder when stopped", async () => {
    const folder = await ownFolder();
    const emulator = await startEmulator({ folder, environment, reuse: false });
    expect(emulator).toMatchObject({ name: "ministack", enforcesIam: true, version: "1.5.33" });
    expect(new URL(emulator.endpoint).hostname).toBe("127.0.0.1");
    const authorization =
      "AWS4-HMAC-SHA256 Credential=AKIAUNKNOWN/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00";
    const stranger = await fetch(`${emulator.endpoint}/a-bucket`, { headers: { authorization } });
    expect(stranger.ok).toBe(false);
    await emulator.stop();
    await emulator.stop();
    expect(await answers(emulator.endpoint)).toBe(false);
    const left = await readdir(join(folder, "ministack"));
    expect(left.filter((name) => name.startsWith("run-"))).toEqual([]);
  });

  test("its end is noticed, with its last lines, and the next run starts another", async () => {
    const folder = await ownFolder();
    const emulator = await startEmulator({ folder, environment });
    const { pid } = await processOf(folder);
    process.kill(pid, "SIGKILL");
    await expect(emulator.died).resolves.toMatchObject({ code: "emulator.died" });
    const next = await startEmulator({ folder, environment });
    expect(next.instance).not.toBe(emulator.instance);
    await next.stop();
  });

  test("two that begin at once use the same one, and only its owner ends it", async () => {
    const folder = await ownFolder();
    const [one, two] = await Promise.all([
      startEmulator({ folder, environment }),
      startEmulator({ folder, environment }),
    ]);
    expect(one.endpoint).toBe(two.endpoint);
    const [owner, guest] = one.reused ? [two, one] : [one, two];
    expect([owner.reused, guest.reused]).toEqual([false, true]);
    await guest.stop();
    expect(await answers(owner.endpoint)).toBe(true);
    await owner.stop();
    expect(await answers(owner.endpoint)).toBe(false);
  });

  test("ends when the process that started it is killed", async () => {
    const folder = await ownFolder();
    const { endpoint, child } = await inAnotherProcess(folder, {}, "setInterval(() => {}, 1000)");
    const mark = await processOf(folder);
    expect(isRunning(mark)).toBe(true);
    child.kill("SIGKILL");
    await expect.poll(() => isRunning(mark), { timeout: 5_000 }).toBe(false);
    expect(await answers(endpoint)).toBe(false);
  });

  test("stays when asked to, is used by the next run, and ends on demand", async () => {
    const folder = await ownFolder();
    const { endpoint, child } = await inAnotherProcess(folder, { persistent: true }, "");
    await once(child, "exit");
    const next = await startEmulator({ folder, environment });
    expect(next).toMatchObject({ endpoint, reused: true });
    const died = next.died;
    expect(await stopRecorded(folder)).toBe(true);
    await expect(died).resolves.toMatchObject({ code: "emulator.died" });
    expect(await stopRecorded(folder)).toBe(false);
  });

  test("a record whose process id is a stranger's by now harms nobody", async () => {
    const folder = await ownFolder();
    const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
      detached: true,
      stdio: "ignore",
    });
    onTestFinished(() => void stranger.kill("SIGKILL"));
    await writeRecord(folder, {
      schema: 1,
      name: "ministack",
      endpoint: "http://127.0.0.1:9",
      port: 9,
      region: "us-east-1",
      version: "1.5.33",
      instance: "old",
      persistent: true,
      startedAt: 0,
      process: { pid: stranger.pid ?? 0, identity: "of the former one" },
    });
    const emulator = await startEmulator({ folder, environment });
    expect(emulator.reused).toBe(false);
    expect(stranger.exitCode).toBeNull();
    expect(stranger.signalCode).toBeNull();
    await emulator.stop();
  });
});
