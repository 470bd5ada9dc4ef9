import { SwitchyardError } from "@switchyard/core/errors.ts";
import type { FileLink } from "../../api/api.ts";

/** What is shown of anything: enough to know it by. Bytes, after unpacking. */
const most = 64 * 1024;
/** A profile has to be read whole. Bytes. */
const mostJson = 1024 ** 2;

export interface Head {
  readonly bytes: Uint8Array;
  /** Whether that is all of it. */
  readonly isWhole: boolean;
}

/** The storage doesn't have it, or doesn't give it any more. */
export class ResultGoneError extends SwitchyardError {
  override readonly name = "ResultGoneError";
  readonly code = "page.result_gone";
}

/** The beginning of what is behind a link; gzip is unpacked. Throws `ResultGoneError`. */
export async function readHead({ url, name, size = 0 }: FileLink): Promise<Head> {
  if (size === 0) return { bytes: new Uint8Array(), isWhole: true };
  const wanted = name.endsWith(".json") && size <= mostJson ? mostJson : most;
  const answer = await fetch(url, { headers: { range: `bytes=0-${wanted - 1}` } }).catch(
    (cause: unknown) => {
      throw new ResultGoneError(
        "The storage does not answer. Check your connection, and look again.",
        { cause },
      );
    },
  );
  if (!answer.ok || !answer.body) {
    throw new ResultGoneError(
      "This is not in the archive any more, or its link ran out. Look again.",
    );
  }
  const isPacked = name.endsWith(".gz");
  const body = isPacked ? answer.body.pipeThrough(new DecompressionStream("gzip")) : answer.body;
  const bytes = await take(body, wanted);
  return { bytes, isWhole: size <= wanted && bytes.byteLength < wanted };
}

/** At most so many bytes of a stream. One that breaks off, as packed data cut short does, gives what came before. */
async function take(stream: ReadableStream<Uint8Array>, wanted: number): Promise<Uint8Array> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    while (length < wanted) {
      const { value, done } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.byteLength;
    }
    await reader.cancel();
  } catch (error) {
    if (chunks.length === 0) throw new ResultGoneError("This can't be unpacked.", { cause: error });
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all.subarray(0, wanted);
}
