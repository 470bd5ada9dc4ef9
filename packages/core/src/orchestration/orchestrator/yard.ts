import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { cloudWatchClient } from "../../aws/clients/cloudwatch.ts";
import { metricDefaults, type MetricDefaults } from "../ecology/metrics.ts";
import { tokenPatienceMs } from "../flow/bucket.ts";
import { type Store } from "../store/store.ts";
import { storeOf } from "../store/store.ts";
import { invokeClient } from "./invoke-client.ts";
import { defaultCoefficients, type Coefficients } from "./plan.ts";

/** What a run works with; tests and simulations replace all of it. */
export interface Yard {
  readonly store: Store;
  /** Must not try again by itself: an unanswered try may have started the worker. */
  readonly lambda: Pick<LambdaClient, "send">;
  /** Made when a labourer has metrics. */
  readonly cloudWatch: () => Pick<CloudWatchClient, "send">;
  readonly metricDefaults: MetricDefaults;
  /** The orchestrator's own function, to go on in another run where time was too short; absent: the clock does. */
  readonly orchestrator?: string;
  readonly coefficients: Coefficients;
  /** When the run must have ended, ms since 1970: the function's own deadline. */
  readonly endsAt: number;
  /** Ms a lease is taken for. */
  readonly leaseMs: number;
  /** Ms before the lease's end at which its holder stops: clocks differ, requests take time. */
  readonly marginMs: number;
  /** Ms that a run waits for the next token of a rate limit, rather than leave it to the clock. */
  readonly tokenPatienceMs: number;
  /** Labourers worked on at once. */
  readonly labourersAtOnce: number;
  /** Invocations under way at once, of one labourer. */
  readonly invocationsAtOnce: number;
}

/** The yard of a real run. */
export function yardOf(settings: Partial<Yard> = {}): Yard {
  const store = settings.store ?? storeOf();
  return {
    store,
    lambda: settings.lambda ?? invokeClient(),
    cloudWatch: cloudWatchClient,
    metricDefaults,
    coefficients: defaultCoefficients,
    endsAt: store.now() + 50_000,
    leaseMs: 30_000,
    marginMs: 5_000,
    tokenPatienceMs,
    labourersAtOnce: 10,
    invocationsAtOnce: 50,
    ...settings,
  };
}
