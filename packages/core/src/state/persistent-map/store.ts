import {
  BatchWriteItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  TransactWriteItemsCommand,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { type Access, toldAs } from "./access.ts";
import { OutcomeUnknownError } from "../writes/errors.ts";
import {
  type Head,
  type Item,
  type Items,
  type Leftover,
  partKey,
  readItem,
  remembered,
  roomFor,
  sizeOf,
  type Stored,
  writeItems,
} from "./item.ts";
import { judge } from "./judge.ts";
import { loadItem, missingTable } from "./load.ts";
import { pack, transactionLimit } from "./pack.ts";
import { PersistentMapTooLargeError } from "./errors.ts";
import { unitsIn } from "./stats.ts";

/** What became of a write; `found` is what is stored where that is not what was written. */
export type Outcome =
  | { readonly kind: "written"; readonly head: Head }
  | { readonly kind: "written over"; readonly found: Stored | undefined }
  | { readonly kind: "lost"; readonly found: Stored | undefined };

/** How often a write without an answer is sent again, beyond what the client itself does. */
const resends = 3;

/**
 * Replaces the content by `text`, if it is still the version `seen`. With `seen` "any", whatever
 * is there, unless it isn't a map's.
 *
 * Throws `PersistentMapTooLargeError`, `OutcomeUnknownError`, `MissingPermissionsError`,
 * `ThrottledError`, `TableNotFoundError`; then nothing was changed, but after `OutcomeUnknownError`.
 */
export async function store(
  text: string,
  seen: Head | undefined | "any",
  access: Access,
): Promise<Outcome> {
  const { place, settings } = access;
  const { characters } = settings.limits;
  // Compressed it might fit, and couldn't be opened any more.
  if (text.length > characters)
    throw new PersistentMapTooLargeError(text.length, characters, "characters");
  const before = seen === "any" ? undefined : seen;
  const version = settings.newToken();
  const expires = settings.ttlSeconds && Math.ceil(settings.now() / 1000 + settings.ttlSeconds);
  const leftovers = before ? [...before.leftovers, ...partsOf(before)] : [];
  const writes = [version, ...(before?.writes ?? [])].slice(0, remembered);
  const head = { version, writes, leftovers };
  const packed = pack(text, roomFor(head, expires, place));
  // A transaction doesn't answer what it replaced, whose parts would remain for ever.
  if (seen === "any" && packed.kind === "parts") return store(text, await loadItem(access), access);
  const items = writeItems(head, packed, expires, place);
  const outcome = await send(items, version, seen, access);
  if (outcome.kind !== "written") return outcome;
  const { replaced } = outcome;
  const old =
    seen === "any" && replaced ? [...replaced.leftovers, ...partsOf(replaced)] : leftovers;
  const left = old.length === 0 || (await removeParts(old, access)) ? [] : old;
  return { kind: "written", head: { version, writes, parts: items.parts.length, leftovers: left } };
}

const partsOf = (head: Head | undefined): Leftover[] =>
  head && head.parts > 0 ? [{ version: head.version, parts: head.parts }] : [];

type Sent =
  | { readonly kind: "written"; readonly replaced: Stored | undefined }
  | Exclude<Outcome, { kind: "written" }>;

async function send(
  items: Items,
  version: string,
  seen: Head | undefined | "any",
  access: Access,
): Promise<Sent> {
  let isAmbiguous = false;
  for (let attempt = 0; ; attempt++) {
    try {
      return {
        kind: "written",
        replaced: await request(items, conditionOn(seen, version, access), access),
      };
    } catch (error) {
      const refusal = refusalIn(error);
      isAmbiguous ||= attemptsOf(error) > 1 || isWithoutAnswer(error);
      if (isTooLarge(error)) throw new PersistentMapTooLargeError(sizeIn(items), transactionLimit);
      if (!refusal && !isWithoutAnswer(error))
        throw await toldAs(missingTable(error, access.place.tableName), "content", access);
      const found = refusal?.item
        ? readItem(refusal.item, access.place, access.settings.now())
        : await loadItem(access);
      const verdict = judge(
        version,
        seen === "any" ? found?.version : seen?.version,
        found,
        isAmbiguous,
      );
      if (verdict === "mine") return { kind: "written over", found };
      if (verdict === "lost") return { kind: "lost", found };
      if (verdict === "unknown" || attempt === resends)
        throw new OutcomeUnknownError(`the map "${access.place.tableKey}"`, error);
    }
  }
}

/** One request: a put, or a transaction of the item and its parts. Returns what a put replaced. */
async function request(
  { main, parts }: Items,
  condition: Condition,
  { client, place, settings, tally }: Access,
): Promise<Stored | undefined> {
  const { tableName: TableName } = place;
  tally.puts++;
  tally.bytesWritten += sizeIn({ main, parts });
  const put = { TableName, Item: main, ...condition };
  if (parts.length === 0) {
    const { Attributes, ConsumedCapacity } = await client.send(
      new PutItemCommand({ ...put, ReturnValues: "ALL_OLD", ReturnConsumedCapacity: "TOTAL" }),
    );
    tally.writeUnits += unitsIn(ConsumedCapacity);
    return Attributes && readItem(Attributes, place, settings.now());
  }
  const { ConsumedCapacity } = await client.send(
    new TransactWriteItemsCommand({
      TransactItems: [{ Put: put }, ...parts.map((Item) => ({ Put: { TableName, Item } }))],
      ReturnConsumedCapacity: "TOTAL",
    }),
  );
  tally.writeUnits += unitsIn(ConsumedCapacity);
  return undefined;
}

const sizeIn = ({ main, parts }: Items) =>
  [main, ...parts].reduce((sum, item) => sum + sizeOf(item), 0);

/** Whoever counts otherwise than `pack` does refuses it here: MiniStack counts the request's base64. */
const isTooLarge = (error: unknown) =>
  error instanceof Error &&
  error.name === "ValidationException" &&
  /size limit|size has exceeded|exceeds? .*4 ?MB/i.test(error.message);

type Condition = Pick<
  PutItemCommandInput,
  "ConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
> & { readonly ReturnValuesOnConditionCheckFailure: "ALL_OLD" };

/** An item that has expired is as good as none: DynamoDB removes it within days. */
function conditionOn(
  seen: Head | undefined | "any",
  version: string,
  { place, settings }: Access,
): Condition {
  const answer = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
  if (seen === "any")
    return {
      ConditionExpression:
        "attribute_not_exists(#key) OR (attribute_exists(#version) AND NOT contains(#writes, :write))",
      ExpressionAttributeNames: {
        "#key": place.keyFieldName,
        "#version": "version",
        "#writes": "writes",
      },
      ExpressionAttributeValues: { ":write": { S: version } },
      ...answer,
    };
  if (seen)
    return {
      ConditionExpression: "#version = :seen",
      ExpressionAttributeNames: { "#version": "version" },
      ExpressionAttributeValues: { ":seen": { S: seen.version } },
      ...answer,
    };
  return {
    ConditionExpression:
      "attribute_not_exists(#key) OR (attribute_exists(#version) AND #expires <= :now)",
    ExpressionAttributeNames: {
      "#key": place.keyFieldName,
      "#version": "version",
      "#expires": "expires",
    },
    ExpressionAttributeValues: { ":now": { N: String(Math.floor(settings.now() / 1000)) } },
    ...answer,
  };
}

/** A write that was refused because of what is stored, with the item where DynamoDB tells it. */
function refusalIn(error: unknown): { readonly item?: Item } | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "ConditionalCheckFailedException")
    return { item: "Item" in error ? (error.Item as Item) : undefined };
  if (error.name === "TransactionConflictException") return {};
  if (error.name !== "TransactionCanceledException") return undefined;
  const reasons = "CancellationReasons" in error ? (error.CancellationReasons as Reason[]) : [];
  const [first] = reasons;
  if (first?.Code === "ConditionalCheckFailed") return { item: first.Item };
  return reasons.some(({ Code }) => Code === "TransactionConflict") ? {} : undefined;
}
interface Reason {
  readonly Code?: string;
  readonly Item?: Item;
}

type SdkError = Error & {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
};

const attemptsOf = (error: unknown) => (error as SdkError).$metadata?.attempts ?? 1;

/** No answer came, or one that doesn't tell what became of the request. */
function isWithoutAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { httpStatusCode } = (error as SdkError).$metadata ?? {};
  return httpStatusCode === undefined || httpStatusCode >= 500;
}

/** Removes parts that no item points to. Whether it did; what remains is remembered, and removed by the next write. */
async function removeParts(leftovers: readonly Leftover[], access: Access): Promise<boolean> {
  const { client, place, tally } = access;
  const keys = leftovers.flatMap(({ version, parts }) =>
    Array.from({ length: parts }, (_, at) => partKey(place, version, at)),
  );
  let requests: WriteRequest[] = keys.map((S) => ({
    DeleteRequest: { Key: { [place.keyFieldName]: { S } } },
  }));
  try {
    for (let round = 0; requests.length > 0 && round < 20; round++) {
      tally.removals++;
      const { UnprocessedItems, ConsumedCapacity } = await client.send(
        new BatchWriteItemCommand({
          RequestItems: { [place.tableName]: requests.slice(0, 25) },
          ReturnConsumedCapacity: "TOTAL",
        }),
      );
      tally.writeUnits += unitsIn(ConsumedCapacity);
      requests = [...(UnprocessedItems?.[place.tableName] ?? []), ...requests.slice(25)];
    }
    return requests.length === 0;
  } catch (error) {
    // The content itself is written; that it couldn't tidy up is told, and tried again by the next write.
    process.emitWarning(`PersistentMap ${place.tableKey}: former parts remain: ${String(error)}`);
    return false;
  }
}
