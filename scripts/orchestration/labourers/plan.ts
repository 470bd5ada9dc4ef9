import { parseLabourer } from "@switchyard/core/orchestration/labourer.ts";
import * as z from "zod";
import { UsageError } from "../../cli/command.ts";

/** What is registered in `sosw_essential_config`, and what of it a command changes. */
export type RegisterChange =
  | { readonly action: "register"; readonly id: string; readonly settings: unknown }
  | { readonly action: "remove"; readonly id: string };

const Config = z.looseObject({
  task_config: z
    .looseObject({ labourers: z.record(z.string(), z.unknown()).optional() })
    .optional(),
});

/**
 * The configuration with a change made to `task_config.labourers`, all else as it is; `undefined`
 * where it already is so. `text`: the row's JSON as it stands, if there is one. Pure.
 *
 * Throws `UsageError` for a configuration that can't be read, `InvalidOrchestrationConfigError`
 * for settings that no labourer can have.
 */
export function changedConfig(
  text: string | undefined,
  change: RegisterChange,
): string | undefined {
  const config = parsed(text ?? "{}");
  const labourers = config.task_config?.labourers ?? {};
  const { id } = change;
  if (change.action === "remove" && !Object.hasOwn(labourers, id)) return undefined;
  const others = Object.entries(labourers).filter(([name]) => name !== id);
  const mine: [string, unknown][] = change.action === "remove" ? [] : [[id, change.settings]];
  if (change.action === "register") parseLabourer(id, change.settings);
  const changed = {
    ...config,
    task_config: { ...config.task_config, labourers: Object.fromEntries([...others, ...mine]) },
  };
  const isSame = JSON.stringify(labourers[id]) === JSON.stringify(mine[0]?.[1]);
  return isSame ? undefined : JSON.stringify(changed);
}

function parsed(text: string): z.infer<typeof Config> {
  try {
    return Config.parse(JSON.parse(text));
  } catch (error) {
    throw new UsageError(
      `sosw_essential_config holds no configuration that labourers can be written into: ${
        error instanceof Error ? error.message : ""
      }`,
    );
  }
}
