import { setTimeout as sleep } from "node:timers/promises";
import type { Api, FileEntry } from "./api.ts";
import type { SampleFile } from "./files.ts";
import type { Uploaded, Way, World } from "./ways.ts";

/** One file on one way. */
export interface Trip {
  file: SampleFile;
  way: Way;
  /** Why it can't go this way. */
  refused?: string;
  uploaded?: Uploaded;
  /** Why the upload failed. */
  error?: string;
  /** Where it is, as the API says. */
  entry?: FileEntry;
  results?: string[];
  transform?: string;
  /** ms since 1970. */
  begun?: number;
}

const ended = new Set(["archived", "superseded", "failed", "gone", "expired"]);

/** Every file on every way. */
export function planTrips(files: readonly SampleFile[], ways: readonly Way[]): Trip[] {
  return files.flatMap((file) => ways.map((way) => ({ file, way, refused: way.refuses?.(file) })));
}

/** Uploads, a few at once; a failure is noted in its trip. */
export async function uploadAll(
  trips: readonly Trip[],
  world: World,
  onDone: (done: number) => void,
) {
  const waiting = trips.filter(({ refused }) => refused === undefined);
  let done = 0;
  const worker = async () => {
    for (let trip = waiting.shift(); trip; trip = waiting.shift()) {
      trip.begun = Date.now();
      try {
        const key = `demo/${trip.way.name.replaceAll(/\W+/g, "-")}/${trip.file.name}`;
        trip.uploaded = await trip.way.upload(trip.file, key, world);
      } catch (error) {
        trip.error = error instanceof Error ? error.message : String(error);
      }
      onDone(++done);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}

/** Waits until each uploaded version has ended. Returns false when `patience` ms passed without any news. */
export async function awaitAll(
  trips: readonly Trip[],
  api: Api,
  patience: number,
  onDone: (done: number) => void,
) {
  const travelling = trips.filter(({ uploaded }) => uploaded);
  let news = Date.now();
  let last = -1;
  for (;;) {
    await look(travelling, api);
    const there = travelling.filter(({ entry }) => entry && ended.has(entry.state)).length;
    onDone(there);
    if (there === travelling.length) return true;
    if (there !== last) [last, news] = [there, Date.now()];
    if (Date.now() - news > patience) return false;
    await sleep(300);
  }
}

/** Newest first, page by page, until every trip is found or nothing is left. */
async function look(trips: readonly Trip[], api: Api) {
  const missing = new Map(
    trips
      .filter(({ entry }) => !entry || !ended.has(entry.state))
      .map((trip) => [`${trip.uploaded?.key}\0${trip.uploaded?.version}`, trip]),
  );
  let cursor: string | undefined;
  do {
    const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const page = await api(`/files?prefix=demo/&limit=200${more}`);
    for (const entry of page.files) {
      const trip = missing.get(`${entry.key}\0${entry.version}`);
      if (trip) trip.entry = entry;
      missing.delete(`${entry.key}\0${entry.version}`);
    }
    cursor = page.cursor;
  } while (cursor && missing.size > 0);
}
