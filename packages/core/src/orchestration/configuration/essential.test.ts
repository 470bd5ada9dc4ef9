import { describe, expect, test } from "vitest";
import { orchestrationSettings } from "../settings.ts";
import { essentialConfiguration, labourersIn } from "./essential.ts";
import { registeredLabourers } from "./labourers.ts";
import { loadConfiguration } from "./load.ts";

const settings = orchestrationSettings({
  LABOURERS: JSON.stringify({ hashtags: { arn: "hashtags", max_simultaneous_invocations: 12 } }),
});
/** A configuration table that holds these rows. */
const tableOf = (rows: Readonly<Record<string, unknown>>) => [(name: string) => rows[name]];
const labourers = (settingsById: object) => ({ task_config: { labourers: settingsById } });

describe("labourers", () => {
  test("are the deployment's, with what shared and own configuration add and change", async () => {
    const sources = tableOf({
      sosw_essential_config: labourers({
        python_worker: { arn: "arn:aws:lambda:us-east-1:1:function:python_worker" },
        hashtags: { max_simultaneous_invocations: 3 },
      }),
      sosw_orchestrator_config: labourers({ hashtags: { cooldown: 7 } }),
    });
    const found = await registeredLabourers(settings, { sources })();
    expect(found).toMatchObject([
      { id: "hashtags", arn: "hashtags", max_simultaneous_invocations: 3, cooldown: 7 },
      { id: "python_worker", max_simultaneous_invocations: 1 },
    ]);
  });

  test("are read once for a container, and again after the time to live", async () => {
    const rows: Record<string, unknown> = {};
    let [reads, now] = [0, 0];
    const sources = [
      (name: string) => {
        reads++;
        return rows[name];
      },
    ];
    const read = registeredLabourers(settings, { sources, ttlMs: 1_000, now: () => now });
    await Promise.all([read(), read()]);
    rows["sosw_essential_config"] = labourers({ late: { arn: "late" } });
    now = 999;
    expect([(await read()).length, reads]).toEqual([1, 2]);
    now = 1_000;
    expect([(await read()).length, reads]).toEqual([2, 4]);
  });

  test("may be none at all", () => {
    expect([labourersIn({}), labourersIn({ task_config: {} })]).toEqual([[], []]);
  });

  test("whose settings no labourer can have are refused, with the field", async () => {
    const sources = tableOf({ sosw_essential_config: labourers({ bad: { arn: "" } }) });
    await expect(registeredLabourers(settings, { sources })()).rejects.toMatchObject({
      code: "orchestration.invalid_config",
      issues: [{ field: "labourers.bad.arn" }],
    });
  });
});

test("an essential that is named otherwise has its configuration under that name", async () => {
  const named = orchestrationSettings({ SCHEDULER_NAME: "our_scheduler" });
  const sources = tableOf({
    sosw_scheduler_config: { from: "sosw's" },
    our_scheduler_config: { from: "ours" },
  });
  const options = { ...essentialConfiguration("scheduler", named, { more: 1 }), sources };
  expect(await loadConfiguration(options, "switchyard-dev-sosw_scheduler")).toMatchObject({
    from: "ours",
    more: 1,
  });
});
