import { metered } from "@switchyard/core/aws/meter.ts";
import { lazy } from "@switchyard/core/lazy.ts";
import {
  essentialConfiguration,
  labourersIn,
} from "@switchyard/core/orchestration/configuration/essential.ts";
import type { Labourer } from "@switchyard/core/orchestration/labourer.ts";
import {
  orchestrationSettings,
  type EssentialRole,
} from "@switchyard/core/orchestration/settings.ts";
import { deployedStore } from "@switchyard/core/orchestration/store/deployed.ts";
import type { Store } from "@switchyard/core/orchestration/store/store.ts";
import {
  defineEssential,
  type EssentialCall,
} from "@switchyard/core/orchestration/worker/define-essential.ts";
import { jsonLog } from "@switchyard/core/orchestration/worker/log.ts";
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
 * `sosw_essential_config` and `<logical name>_config` from the configuration table, read once for a
 * container and again after `CONFIG_TTL_SECONDS`. `defaults` lie under all of them.
 */
export function essential<Answer>(
  role: EssentialRole,
  handle: (essential: Essential) => Promise<Answer>,
  defaults: Config = {},
) {
  const settings = lazy(() => orchestrationSettings());
  const handler = lazy(() =>
    defineEssential({
      name: settings().names[role],
      event: z.unknown(),
      config: essentialConfiguration(role, settings(), defaults),
      handle: (call) =>
        handle({
          ...call,
          settings: settings(),
          labourers: labourersIn(call.config),
          store: deployedStore(settings(), authorIn(call.context, settings().names[role])),
        }),
    }),
  );
  return (event: unknown, context: EssentialCall<unknown, Config>["context"]): Promise<Answer> => {
    const invoked = () => handler()(event, context);
    return settings().meterRequests ? logRequests(role, invoked) : invoked();
  };
}

/** Also of an invocation that fails: its requests cost as much. */
async function logRequests<T>(name: string, work: () => Promise<T>): Promise<T> {
  const { result, counts } = await metered(() => Promise.allSettled([work()]));
  jsonLog().info("requests", { essential: name, counts });
  const [outcome] = result;
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

function authorIn({ awsRequestId, logStreamName }: Essential["context"], author: string) {
  return { author, invocation_id: awsRequestId, log_stream_name: logStreamName ?? "" };
}
