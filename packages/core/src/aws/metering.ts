import type {
  DeserializeHandler,
  HandlerExecutionContext,
  InitializeHandler,
  MiddlewareStack,
} from "@smithy/types";
import { countRequest, countUnits, isMetered } from "./meter.ts";

/** Adds counting to a client: each try, and DynamoDB's capacity units. Without a meter it changes nothing. */
export function addMeter<I extends object, O extends object>(stack: MiddlewareStack<I, O>): void {
  stack.add(countTries, { name: "meterTries", step: "deserialize", override: true });
  stack.add(countCapacity, { name: "meterCapacity", step: "initialize", override: true });
}

function countTries<I extends object, O extends object>(
  next: DeserializeHandler<I, O>,
  context: HandlerExecutionContext,
): DeserializeHandler<I, O> {
  return (args) => {
    countRequest(operationOf(context));
    return next(args);
  };
}

function countCapacity<I extends object, O extends object>(
  next: InitializeHandler<I, O>,
  context: HandlerExecutionContext,
): InitializeHandler<I, O> {
  return async (args) => {
    const operation = operationOf(context);
    if (!isMetered() || !tellsCapacity.test(operation)) return next(args);
    const kind = reads.test(operation) ? "readUnits" : "writeUnits";
    try {
      const input = { ReturnConsumedCapacity: "TOTAL", ...args.input };
      const answer = await next({ ...args, input });
      countUnits(kind, unitsIn(answer.output));
      return answer;
    } catch (error) {
      countUnits(kind, unitsOfRefusal(error));
      throw error;
    }
  };
}

const tellsCapacity =
  /^dynamodb\.(?:(?:Put|Get|Update|Delete|BatchGet|BatchWrite)Item|Query|Scan|Transact(?:Get|Write)Items)$/;
const reads = /\.(?:GetItem|BatchGetItem|Query|Scan|TransactGetItems)$/;

function unitsIn(output: object): number {
  const consumed: unknown = "ConsumedCapacity" in output ? output.ConsumedCapacity : [];
  return [consumed].flat().reduce<number>((sum, one) => sum + unitsOf(one), 0);
}

function unitsOf(consumed: unknown): number {
  if (typeof consumed !== "object" || consumed === null) return 0;
  return "CapacityUnits" in consumed ? Number(consumed.CapacityUnits ?? 0) : 0;
}

function unitsOfRefusal(error: unknown): number {
  if (!(error instanceof Error)) return 0;
  if (error.name === "ConditionalCheckFailedException") return 1;
  if (error.name !== "TransactionCanceledException") return 0;
  const reasons: unknown = "CancellationReasons" in error ? error.CancellationReasons : [];
  // A transaction's items are written twice, whether it succeeds or is cancelled.
  return 2 * (Array.isArray(reasons) ? reasons.length : 1);
}

function operationOf({ clientName = "", commandName = "" }: HandlerExecutionContext): string {
  return `${clientName.replace(/Client$/, "").toLowerCase()}.${commandName.replace(/Command$/, "")}`;
}
