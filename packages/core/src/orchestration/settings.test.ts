import { describe, expect, test } from "vitest";
import { orchestrationSettings } from "./settings.ts";
import { deployedStore } from "./store/deployed.ts";
import { defaultTables } from "./tables.ts";

const author = { author: "a", invocation_id: "i", log_stream_name: "l" };

describe("orchestration's settings", () => {
  test("are sosw's names where nothing else is said", () => {
    const { tables, functions, names, fields } = orchestrationSettings({});
    const own = {
      scheduler: "sosw_scheduler",
      orchestrator: "sosw_orchestrator",
      scavenger: "sosw_scavenger",
      assistant: "sosw_worker_assistant",
    };
    expect({ tables, functions, names, fields }).toEqual({
      tables: defaultTables,
      functions: own,
      names: own,
      fields: {},
    });
  });

  test("name tables, functions, essentials and attributes otherwise", () => {
    const env = {
      TASKS_TABLE: "our_tasks",
      ORCHESTRATOR_FUNCTION: "ours-dev",
      ORCHESTRATOR_NAME: "ours",
      TASK_FIELDS: '{"payload":"body"}',
    };
    const settings = orchestrationSettings(env);
    expect(settings).toMatchObject({
      tables: { tasks: "our_tasks", closed: "sosw_closed_tasks" },
      functions: { orchestrator: "ours-dev" },
      names: { orchestrator: "ours" },
    });
    expect(deployedStore(settings)).toMatchObject({
      tables: settings.tables,
      fields: { payload: "body" },
    });
  });

  test.each(['{"payload":7}', '{"payload":""}', '{"payload":"x","arn":"x"}', "[]", "payload=body"])(
    "refuse attributes called %s",
    (TASK_FIELDS) => {
      expect(() => orchestrationSettings({ TASK_FIELDS })).toThrow(/TASK_FIELDS/);
    },
  );
});

describe("the tables of a deployment", () => {
  test("keep history and closed tasks for as long as it says", () => {
    const store = deployedStore(orchestrationSettings({ TASK_RETENTION_DAYS: "30" }), author);
    expect([store.retentionDays, store.author]).toEqual([30, author]);
  });

  test("keep no history where it is switched off, and rows for ever where no days are said", () => {
    const store = deployedStore(orchestrationSettings({ TASK_HISTORY: "false" }), author);
    expect([store.retentionDays, store.author]).toEqual([undefined, undefined]);
  });
});
