import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { HealthMinute } from "@switchyard/core/orchestration/orchestrator/health-minutes.ts";
import { stateKey } from "@switchyard/core/orchestration/orchestrator/state-row.ts";
import { orchestrationOf } from "../demo/orchestration.ts";
import type { LocalApp } from "../local/stack.ts";
import { writeChange } from "../orchestration/labourers/write.ts";

const id = "rehearsal";
const metric = "load";

/**
 * Gives the sample labourer a health metric, and an hour in which it had its troubles: nobody waits
 * that long for a picture. What decides from now on is the orchestrator's own.
 */
export async function sampleHealth(app: LocalApp): Promise<void> {
  const { store, end } = orchestrationOf(app);
  const details = { Name: "CPUUtilization", Namespace: "AWS/RDS" };
  const feelings = { "1": 95, "2": 80, "3": 60, "4": 30 };
  const load = { details, feelings, feeling_comparison_operator: "<=", without_data: 4 };
  const settings = { arn: app.outputs.rehearsal, health_metrics: { [metric]: load } };
  try {
    const place = { table: store.tables.config, env: "production" };
    await writeChange({ action: "register", id, settings }, store, place);
    await store.db.send(
      new UpdateCommand({
        TableName: store.tables.flow,
        Key: stateKey(id),
        UpdateExpression: "SET health_minutes = :minutes",
        ExpressionAttributeValues: { ":minutes": hourBefore(store.now()) },
      }),
    );
  } finally {
    end();
  }
}

function hourBefore(now: number): HealthMinute[] {
  const minute = Math.floor(now / 60_000);
  return Array.from({ length: 59 }, (_, index): HealthMinute => {
    const load = Math.round(45 + 40 * Math.sin(index / 9) + 8 * Math.sin(index * 2.7));
    const status = load <= 30 ? 4 : load <= 60 ? 3 : load <= 80 ? 2 : load <= 95 ? 1 : 0;
    return [minute - 59 + index, status, metric, load];
  });
}
