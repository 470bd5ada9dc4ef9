import { type Block } from "./blocks.ts";
import { type News } from "./messages.ts";
import { tryHistories } from "./try.ts";

// A process of its own, started by `crew.ts`: runs the blocks that it is sent, and tells of them.
const tell = (news: News) => process.send?.(news);

// Ctrl-C reaches every process of a terminal; whoever started this one decides.
process.on("SIGINT", () => {});
// Services refuse all the time, and where they do it tells nothing.
Error.stackTraceLimit = 0;
process.on("message", (block: Block) => void work(block));

async function work(block: Block): Promise<void> {
  const wrong = await tryHistories(block, {
    ran: () => tell({ kind: "ran", histories: 1 }),
    failed: (sentences) => tell({ kind: "shrinking", sentences }),
  });
  tell(wrong ? { kind: "wrong", wrong } : { kind: "finished" });
}
