import { encodingByMark } from "./decode.ts";
import { charsetOf, formatOf } from "./format.ts";
import { peek } from "./peek.ts";
import { TextCounter } from "./text-counter.ts";
import { type Bytes, type FileFacts, type Transform } from "./type.ts";
import { writeGzip } from "./write.ts";

/** What is counted of a text; kept in the ledger as its summary. */
export interface TextStatistics {
  /** As uploaded. */
  readonly bytes: number;
  /** Seen in the bytes; where they don't tell, the declared charset or `unknown`. */
  readonly encoding: string;
  /** Code points without a byte-order mark; null where the encoding isn't sure. */
  readonly characters: number | null;
  /** A last line without a line end counts. */
  readonly lines: number;
  readonly blankLines: number;
  /** Bytes without the line end, of UTF-16 texts in UTF-8. */
  readonly longestLine: number;
  readonly lineEnds: { readonly lf: number; readonly crlf: number; readonly cr: number };
}

/**
 * Text becomes `data.txt.gz`, the same bytes gzipped; its `TextStatistics` are the summary.
 *
 * No content is invalid: bytes that aren't UTF-8 (nor UTF-16 with its mark) are counted as they are.
 */
export const text: Transform = {
  name: "text",
  accepts: (facts) => formatOf(facts) === "text",
  async run(source, sink, { facts, signal }) {
    const { first, all } = await peek(source, 3);
    const mark = encodingByMark(Buffer.concat(first));
    const counter = new TextCounter();
    const size = { bytes: 0 };
    await writeGzip(sink, counted(all, { counter, size, mark }), { name: "data.txt", signal });
    const statistics = describe(counter, { bytes: size.bytes, mark, facts });
    return { ...statistics };
  },
};

interface Counting {
  readonly counter: TextCounter;
  readonly size: { bytes: number };
  readonly mark: string | undefined;
}

async function* counted(source: Bytes, { counter, size, mark }: Counting): Bytes {
  const decoder = mark?.startsWith("utf-16") ? new TextDecoder(mark) : undefined;
  const markBytes = mark === "utf-8" ? 3 : 0;
  for await (const chunk of source) {
    const unmarked = chunk.subarray(Math.max(0, markBytes - size.bytes));
    counter.write(decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : unmarked);
    size.bytes += chunk.length;
    yield chunk;
  }
  counter.write(Buffer.from(decoder?.decode() ?? ""));
  counter.end();
}

function describe(
  counter: TextCounter,
  { bytes, mark, facts }: { bytes: number; mark: string | undefined; facts: FileFacts },
): TextStatistics {
  const { characters, lines, blankLines, longestLine, lineEnds } = counter;
  const declared = charsetOf(facts)?.toLowerCase() ?? "unknown";
  const encoding = mark ?? (characters === null ? declared : "utf-8");
  return { bytes, encoding, characters, lines, blankLines, longestLine, lineEnds };
}
