import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "@switchyard/core/aws/clients/documents.ts";
import { defineWorker } from "@switchyard/core/orchestration/worker/define-worker.ts";
import * as z from "zod/mini";
import { countHashtag } from "./hashtags/count.ts";
import { countsTable } from "./hashtags/settings.ts";

const words = z.array(z.string().check(z.minLength(1))).check(z.minLength(1));
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, "a day, YYYY-MM-DD"));
/** A chunk of the tutorial's job: some words of a topic, on some days. */
const Payload = z.object({ words, date_list: z.array(day).check(z.minLength(1)) });

/** Counts hashtags per word and day, and keeps each count in a table: docs/tutorial.md. */
export const handler = defineWorker({
  name: "hashtags",
  payload: Payload,
  async run({ payload, stats }) {
    const counts = payload.words.flatMap((word) =>
      payload.date_list.map((date) => ({ word, day: date, count: countHashtag(word, date) })),
    );
    await Promise.all(counts.map(keep));
    stats.add("counts", counts.length);
    return { counted: counts.reduce((sum, { count }) => sum + count, 0) };
  },
});

/** The same count again is the same row: a task may be tried twice. */
const keep = (row: { word: string; day: string; count: number }) =>
  documentClient().send(new PutCommand({ TableName: countsTable(), Item: row }));
