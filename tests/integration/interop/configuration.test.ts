import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { loadConfiguration } from "@switchyard/core/orchestration/configuration/load.ts";
import { configTable } from "@switchyard/core/orchestration/configuration/sources/table.ts";
import {
  configurationValue,
  storeConfigurationValue,
} from "@switchyard/core/orchestration/configuration/values.ts";
import { parseLabourers } from "@switchyard/core/orchestration/labourer.ts";
import { readJobSchemas } from "@switchyard/core/orchestration/scheduler.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod/mini";
import { makeIdleFunction } from "../idle-function.ts";
import { clients } from "../stack.ts";
import { ours } from "./ours.ts";
import { besideSosw } from "./sosw.ts";
import { rowsIn, soswConfig, tables } from "./tables.ts";

const unique = crypto.randomUUID().slice(0, 8);
const [essential, labourer] = [`sosw_orchestrator_${unique}`, `configured_${unique}`];
const { documents, lambda } = clients();
const source = configTable({
  client: documents,
  settings: { table: tables.config, env: "production" },
});
const labourers = { [labourer]: { arn: labourer, max_simultaneous_invocations: 2 } };

await besideSosw("shared configuration", (sosw) => {
  beforeAll(() => makeIdleFunction(labourer));
  afterAll(async () => {
    await lambda.send(new DeleteFunctionCommand({ FunctionName: labourer }));
    const Key = { env: "production", config_name: `${essential}_config` };
    await documents.send(new DeleteCommand({ TableName: tables.config, Key }));
  });

  test("what Python wrote configures this project's essentials", async () => {
    const attributes = [
      ["section", {}],
      ["store", {}],
      ["product", {}],
    ];
    const written = {
      task_config: {
        labourers: { [labourer]: { arn: labourer, max_simultaneous_invocations: 7 } },
      },
      job_schema: { chunkable_attrs: attributes },
      job_schema_variants: { by_store: { chunkable_attrs: [["store", {}]] } },
    };
    const event = [`${essential}_config`, JSON.stringify(written)];
    await sosw({ call: "write_config", event });
    const config = await loadConfiguration(
      {
        sources: [source],
        schema: z.looseObject({
          job_schema: z.unknown(),
          task_config: z.object({ labourers: z.unknown() }),
        }),
      },
      essential,
    );
    expect(parseLabourers(config.task_config.labourers)).toMatchObject([
      { id: labourer, max_simultaneous_invocations: 7 },
    ]);
    const { usual, variants } = readJobSchemas(config);
    expect(usual.map(({ singular }) => singular)).toEqual(["section", "store", "product"]);
    expect(variants.get("by_store")).toEqual([{ singular: "store", plural: "stores" }]);
  });

  test("what this project stored configures Python's orchestrator", async () => {
    const config = soswConfig(labourers);
    await storeConfigurationValue(`${essential}_config`, config, [source]);
    expect(await configurationValue(`${essential}_config`, [source])).toEqual(config);
    expect(await sosw({ call: "read_config", event: `${essential}_config` })).toEqual(config);
    const mine = ours(labourers);
    for (const word of ["a", "b", "c"]) await mine.create(labourer, { word });
    const stats = await sosw({ call: "orchestrate", name: essential });
    expect(stats).toMatchObject({ invoked_tasks: 2 });
    const started = (await rowsIn("tasks", labourer)).filter(({ attempts }) => attempts === 1);
    expect(started).toHaveLength(2);
  });
});
