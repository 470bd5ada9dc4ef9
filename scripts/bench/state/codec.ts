import { decode, encode } from "@switchyard/core/state/codec.ts";
import { parse, stringify } from "devalue";
import * as superjson from "superjson";
import { median, type Finding, type Row } from "../benchmark.ts";

interface Codec {
  readonly encode: (value: unknown) => string;
  readonly decode: (text: string) => unknown;
}
const codecs: Readonly<Record<string, Codec>> = {
  "this one": { encode, decode },
  devalue: { encode: (value) => stringify(value), decode: (text) => parse(text) as unknown },
  superjson: {
    encode: (value) => superjson.stringify(value),
    decode: (text) => superjson.parse(text),
  },
  JSON: { encode: (value) => JSON.stringify(value), decode: (text) => JSON.parse(text) as unknown },
};

const users = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: at,
    name: `user ${at}`,
    mail: `user.${at}@example.com`,
    tags: ["a", "b", at % 2 ? "odd" : "even"],
    active: at % 3 === 0,
  }));

/** Values of three makes; `JSON` can hold but the first. */
const values: Readonly<Record<string, unknown>> = {
  "1,000 plain records": users(1_000),
  "1,000 records with dates, maps and sets": users(1_000).map((user) => ({
    ...user,
    born: new Date(user.id * 86_400_000),
    tags: new Set(user.tags),
    limits: new Map([["day", BigInt(user.id)]]),
  })),
  "100 KB of numbers in a Float64Array": Float64Array.from({ length: 12_800 }, (_, at) => at / 7),
};

/** How long a value takes through each codec and back, and how long its text is. */
export function compareCodecs(rounds: number): { findings: Finding[]; rows: Row[] } {
  const findings: Finding[] = [];
  const rows: Row[] = [];
  for (const [what, value] of Object.entries(values)) {
    const able = Object.entries(codecs).filter(
      ([name]) => name !== "JSON" || what.includes("plain"),
    );
    const times = timesOf(value, able, rounds);
    const ours = times.get("this one") ?? Number.NaN;
    for (const [name, codec] of able) {
      const bytes = Buffer.byteLength(codec.encode(value));
      rows.push({ value: what, codec: name, ms: Number(times.get(name)?.toFixed(2)), bytes });
    }
    const theirs = times.get("devalue") ?? Number.NaN;
    findings.push({
      what: `${what}: this codec's time over devalue's`,
      value: ours / theirs,
      unit: "times",
      steady: false,
      from: `${ours.toFixed(2)} and ${theirs.toFixed(2)} ms there and back`,
    });
  }
  return { findings, rows };
}

/** Medians in ms, each round with every codec in turn. */
function timesOf(value: unknown, able: readonly [string, Codec][], rounds: number) {
  const times = new Map(able.map(([name]) => [name, [] as number[]]));
  for (let round = -5; round < rounds; round++) {
    for (const [name, codec] of able) {
      const began = performance.now();
      codec.decode(codec.encode(value));
      // The first rounds warm up.
      if (round >= 0) times.get(name)?.push(performance.now() - began);
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}
