import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { PersistentMap } from "@switchyard/core/state/persistent-map";
import type { LocalApp } from "../../local/stack.ts";
import { median, type Finding } from "../benchmark.ts";
import { clientsOf } from "./operations.ts";

/** What a map is opened with and set in: 200 entries, some 10 KB. */
const content = Object.fromEntries(
  Array.from({ length: 200 }, (_, at) => [`key ${at}`, { at, text: `value number ${at}` }]),
);

/** Opening and setting, against a document client that reads and writes the same as one attribute. */
export async function compareTimes(app: LocalApp, rounds: number): Promise<Finding[]> {
  const { dynamodb: client } = clientsOf(app);
  const documents = DynamoDBDocumentClient.from(client);
  const TableName = app.outputs.stateTable;
  const own = { client, tableName: TableName, tableKey: crypto.randomUUID() };
  const Key = { key: crypto.randomUUID() };
  const map: PersistentMap = await PersistentMap.open(
    content as Readonly<Record<string, unknown>>,
    own,
  );
  await documents.send(new PutCommand({ TableName, Item: { ...Key, value: content } }));
  let round = 0;
  return [
    await compare("open", rounds, {
      ours: () => PersistentMap.open(undefined, own),
      plain: () => documents.send(new GetCommand({ TableName, Key, ConsistentRead: true })),
    }),
    await compare("set", rounds, {
      ours: () => map.set("round", ++round),
      plain: () =>
        documents.send(
          new PutCommand({ TableName, Item: { ...Key, value: { ...content, round: ++round } } }),
        ),
    }),
  ];
}

async function compare(
  what: string,
  rounds: number,
  { ours, plain }: Record<"ours" | "plain", () => Promise<unknown>>,
): Promise<Finding> {
  const times: Record<"ours" | "plain", number[]> = { ours: [], plain: [] };
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await timeOf(ours));
    times.plain.push(await timeOf(plain));
  }
  const [mine, theirs] = [median(times.ours), median(times.plain)];
  return {
    what: `PersistentMap: ${what}, over a plain document client's`,
    value: mine / theirs,
    unit: "times",
    steady: false,
    from: `${mine.toFixed(2)} and ${theirs.toFixed(2)} ms, 200 entries`,
  };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
