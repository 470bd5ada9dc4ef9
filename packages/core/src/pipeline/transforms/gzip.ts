import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { InvalidFileError } from "./errors.ts";
import { formatOf } from "./format.ts";
import { type Bytes, type FileFacts, type Transform } from "./type.ts";

/**
 * A gzip's content goes to its own transform, under the name without `.gz`.
 *
 * What it unpacks to is counted, all levels together: over `maxUnpackedBytes` it is
 * `file.too-large-unpacked`, so a bomb costs at most that. More than `maxGzipDepth` gzips in one
 * another are `file.nested-too-deep`. A damaged or cut one, and bytes after its end that are no
 * further gzip (also the zeros that tapes add), are `file.invalid`.
 */
export const gzip: Transform = {
  name: "gzip",
  accepts: (facts) => formatOf(facts) === "gzip",
  async run(source, _sink, { facts, nested }) {
    const size = { unpacked: 0 };
    const content = unpack(source, (bytes) => {
      size.unpacked += bytes;
      nested.spend(bytes);
    });
    const { summary, ...kind } = await nested.process(factsOfContent(facts), content);
    return { unpackedBytes: size.unpacked, ...kind, content: summary };
  },
};

/** A declared `text/csv` on gzipped bytes speaks of the content; `application/gzip` does not. */
function factsOfContent({ key, contentType }: FileFacts): FileFacts {
  const inner = key.replace(/\.tgz$/i, ".tar").replace(/\.gz$/i, "");
  const saysGzip = formatOf({ key: "", contentType }) === "gzip";
  return { key: inner, contentType: saysGzip ? undefined : contentType };
}

async function* unpack(source: Bytes, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 64 * 1024, rejectGarbageAfterEnd: true });
  const feeding = pipeline(source, gunzip).catch(typed);
  // Not handled until the end: what is read before it fails first, with the same error.
  feeding.catch(() => {});
  try {
    for await (const chunk of gunzip) {
      count((chunk as Buffer).length);
      yield chunk as Buffer;
    }
    await feeding;
  } catch (error) {
    typed(error);
  } finally {
    gunzip.destroy();
  }
}

/** zlib's own errors speak of the file; any other comes from the source. */
function typed(error: unknown): never {
  const { code, message } = error as { code?: unknown; message?: string };
  const isOfZlib = typeof code === "string" && /^Z_|^ERR_TRAILING_JUNK/.test(code);
  throw isOfZlib ? new InvalidFileError(`Not a whole gzip: ${message}.`) : error;
}
