import type { Counts } from "./meter.ts";
import { prices } from "./prices.ts";

/** What ran beside the requests: a function's memory in GB times its duration in seconds. */
export interface Compute {
  readonly lambdaGbSeconds?: number;
  readonly architecture?: "x86_64" | "arm64";
}

export interface Cost {
  /** US dollars at list price. */
  readonly total: number;
  /** Dollars by operation, `dynamodb.reads`, `dynamodb.writes` and `lambda.duration`; what costs nothing is left out. */
  readonly parts: Readonly<Record<string, number>>;
  /** Operations this price list doesn't know; they are not in the total. */
  readonly unpriced: readonly string[];
}

/** What the counted work costs on AWS at the dated list prices. Pure. */
export function costOf(counts: Counts, { lambdaGbSeconds = 0, ...compute }: Compute = {}): Cost {
  const priced = Object.entries(counts.requests).map(
    ([operation, times]) => [operation, priceOf(operation), times] as const,
  );
  const parts: Record<string, number> = {
    "dynamodb.reads": counts.readUnits * prices.dynamoRead,
    "dynamodb.writes": counts.writeUnits * prices.dynamoWrite,
    "lambda.duration": lambdaGbSeconds * prices.lambdaGbSecond[compute.architecture ?? "x86_64"],
  };
  for (const [operation, price, times] of priced) parts[operation] = (price ?? 0) * times;
  return {
    total: Object.values(parts).reduce((sum, part) => sum + part, 0),
    parts: Object.fromEntries(Object.entries(parts).filter(([, dollars]) => dollars > 0)),
    unpriced: priced.filter(([, price]) => price === undefined).map(([operation]) => operation),
  };
}

function priceOf(operation: string): number | undefined {
  const [service = "", name = ""] = operation.split(".");
  if (service === "s3") return priceOfS3(name);
  if (service === "lambda") return name.startsWith("Invoke") ? prices.lambdaRequest : 0;
  return flat[service];
}

const flat: Readonly<Record<string, number>> = {
  // DynamoDB bills units, which are counted apart from requests.
  dynamodb: 0,
  sqs: prices.sqs,
  sns: prices.sns,
  scheduler: prices.scheduler,
  sts: prices.sts,
};

function priceOfS3(name: string): number {
  if (/^Delete|^Abort/.test(name)) return prices.s3Free;
  return /^(?:Get|Head|Select)/.test(name) ? prices.s3Get : prices.s3Put;
}
