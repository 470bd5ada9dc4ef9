import { expect, test } from "vitest";
import { variableOf } from "../../scripts/local/environment.ts";
import { runScript } from "./command.ts";
import { stack } from "./stack.ts";

test("a shell is told the emulator's address and each output by its name", async () => {
  const { code, stdout } = await runScript("local-env", ["--json"]);
  const { endpoint, outputs } = stack();
  expect([code, JSON.parse(stdout)]).toMatchObject([
    0,
    {
      AWS_ENDPOINT_URL: endpoint,
      HASHTAG_COUNTS: outputs.hashtagCounts,
      SCHEDULER: outputs.scheduler,
      TASKS_TABLE: "sosw_tasks",
    },
  ]);
  const lines = (await runScript("local-env", [])).stdout.split("\n");
  expect(lines).toContain(`export HASHTAG_COUNTS='${outputs.hashtagCounts}'`);
  expect(variableOf("hashtagCounts")).toBe("HASHTAG_COUNTS");
});
