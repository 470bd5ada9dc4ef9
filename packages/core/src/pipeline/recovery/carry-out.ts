import { copyVersion } from "../archive/copy.ts";
import { withoutMark } from "../archive/mark.ts";
import { headVersion } from "../archive/source.ts";
import { NothingStoredError } from "../errors.ts";
import { revive } from "../ledger/revive.ts";
import { type Recovery } from "./access.ts";
import { announceAll } from "./announcer.ts";
import { decideReplay } from "./decide.ts";
import { type PlannedReplay, type ReplayResult } from "./plan.ts";

const leftAlone: ReplayResult = { kind: "leftAlone" };

/** Replays some files of a plan, all at once. Returns, for each in turn, what became of it. */
export async function replayTogether(
  items: readonly PlannedReplay[],
  recovery: Recovery,
): Promise<ReplayResult[]> {
  const prepared = await Promise.all(items.map((item) => prepare(item, recovery)));
  const ready = items.filter((_, index) => prepared[index] === "ready");
  const refusals = await announceOrFail(ready, recovery);
  const announced = ready.map((_, index): ReplayResult => {
    const error = refusals[index];
    return error === undefined ? { kind: "announced" } : { kind: "failed", error };
  });
  return prepared.map((result) => (result === "ready" ? (announced.shift() ?? leftAlone) : result));
}

async function prepare(item: PlannedReplay, recovery: Recovery): Promise<ReplayResult | "ready"> {
  const { decision } = item;
  try {
    if (decision.action === "announce") {
      return (await isToBeAnnounced(item, recovery)) ? "ready" : leftAlone;
    }
    if (decision.action === "none") return leftAlone;
    await copyBack(item, decision.from, recovery);
    return { kind: "copiedBack" };
  } catch (error) {
    return { kind: "failed", error };
  }
}

async function announceOrFail(items: readonly PlannedReplay[], { uploads }: Recovery) {
  try {
    return await announceAll(
      items.map(({ upload }) => upload),
      uploads,
    );
  } catch (error) {
    return items.map(() => error);
  }
}

/** Only a failure needs undoing. What became live or done since the plan was made is left alone. */
async function isToBeAnnounced({ upload, state }: PlannedReplay, { ledger }: Recovery) {
  if (state !== "failed") return true;
  const { revived, record } = await revive(upload, ledger);
  if (revived || !record) return revived;
  return decideReplay(record, { now: ledger.now(), fromArchive: false }).action === "announce";
}

/** A copy in staging is a new upload, and announces itself. */
async function copyBack(
  { upload }: PlannedReplay,
  from: { key: string; version?: string },
  { storage, stagingBucket }: Recovery,
) {
  const source = { bucket: storage.archiveBucket, key: from.key, version: from.version ?? "null" };
  const head = await headVersion(source, storage);
  if (!head) throw new NothingStoredError(source);
  const target = { bucket: stagingBucket, key: upload.key };
  await copyVersion(
    { source, head, target, metadata: withoutMark(head) },
    { copy: "none" },
    storage,
  );
}
