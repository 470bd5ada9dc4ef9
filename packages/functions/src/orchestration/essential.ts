import { lazy } from "@switchyard/core/lazy.ts";
import { parseLabourers, type Labourer } from "@switchyard/core/orchestration/labourer.ts";
import { orchestrationSettings } from "@switchyard/core/orchestration/settings.ts";
import { storeOf, type Store } from "@switchyard/core/orchestration/store/store.ts";
import {
  defineEssential,
  type EssentialCall,
} from "@switchyard/core/orchestration/worker/define-essential.ts";
import * as z from "zod/mini";

type Config = Readonly<Record<string, unknown>>;

/** What an essential's invocation works with. */
export interface Essential extends EssentialCall<unknown, Config> {
  readonly settings: ReturnType<typeof orchestrationSettings>;
  /** The deployment's, with what the configuration table adds and changes. */
  readonly labourers: readonly Labourer[];
  readonly store: Store;
}

/**
 * Makes a Lambda handler of one of sosw's essentials: settings from the environment, over them
 * `sosw_essential_config` and `<name>_config` from the configuration table, read once for a
 * container and again after five minutes. `defaults` lie under all of them.
 */
export function essential<Answer>(
  name: string,
  handle: (essential: Essential) => Promise<Answer>,
  defaults: Config = {},
) {
  const settings = lazy(() => orchestrationSettings());
  const handler = lazy(() =>
    defineEssential({
      name,
      event: z.unknown(),
      config: {
        name: `${name}_config`,
        schema: z.record(z.string(), z.unknown()),
        defaults: { ...defaults, task_config: { labourers: settings().labourerSettings } },
      },
      handle: (call) =>
        handle({
          ...call,
          settings: settings(),
          labourers: labourersIn(call.config),
          store: storeFor(name, settings(), call.context),
        }),
    }),
  );
  return (event: unknown, context: EssentialCall<unknown, Config>["context"]): Promise<Answer> =>
    handler()(event, context);
}

/** sosw's place for them. */
function labourersIn({ task_config: tasks }: Config): Labourer[] {
  const has = typeof tasks === "object" && tasks !== null && "labourers" in tasks;
  return parseLabourers(has ? tasks.labourers : {});
}

function storeFor(
  name: string,
  { tables, retentionDays, history }: Essential["settings"],
  { awsRequestId, logStreamName }: Essential["context"],
): Store {
  const author = {
    author: name,
    invocation_id: awsRequestId,
    log_stream_name: logStreamName ?? "",
  };
  return storeOf({
    tables,
    ...(retentionDays !== undefined && { retentionDays }),
    ...(history && { author }),
  });
}
