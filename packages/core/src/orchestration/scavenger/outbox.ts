import { type Labourer } from "../labourer.ts";
import { outboxPartition, type DeadMessage } from "../moves/outbox.ts";
import { pagesOf } from "../store/read.ts";
import { transactGroups } from "../store/transact-groups.ts";
import { type Row, type Write } from "../store/write.ts";
import { keyOf } from "../tables.ts";
import { hasTime, type Scavenging, type ScavengerReport } from "./scavenging.ts";

/** Messages handed over at once. */
const atOnce = 100;

/**
 * Sends the messages about dead tasks that have not been sent yet, then forgets them: each at
 * least once, also after a crash in between.
 */
export async function announceDead(
  labourer: Labourer,
  report: ScavengerReport,
  scavenging: Scavenging,
): Promise<void> {
  const { store, announce } = scavenging;
  const range = {
    table: "flow",
    where: {
      expression: "#partition = :partition",
      values: { ":partition": outboxPartition(labourer.id) },
    },
    consistent: true,
  } as const;
  for await (const page of pagesOf(range, store)) {
    for (let from = 0; from < page.length; from += atOnce) {
      report.unfinished ||= !hasTime(scavenging);
      if (report.unfinished) return;
      const rows = page.slice(from, from + atOnce);
      await announce(rows.map(messageOf));
      report.announced += rows.length;
      await transactGroups({ groups: rows.map(sent) }, store);
    }
  }
}

// This project alone writes these rows.
function messageOf(row: Row): DeadMessage {
  const own = Object.entries(row).filter(
    ([name]) => !["partition", "sort", "write"].includes(name),
  );
  return Object.fromEntries(own) as unknown as DeadMessage;
}

// Another death of the same task may have left another message meanwhile.
const sent = (row: Row): { readonly writes: readonly Write[] } => ({
  writes: [
    {
      delete: "flow",
      key: keyOf("flow", row),
      condition: { expression: "#write = :write", values: { ":write": row["write"] } },
    },
  ],
});
