import { createHash } from "node:crypto";
import { typeOf } from "./format.ts";
import { type Transform } from "./type.ts";
import { writeJson } from "./write.ts";

/** `manifest.json` of a file that is only described. */
export interface Manifest {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly detectedType: string | null;
  readonly declaredType: string | null;
}

/**
 * Any file can be described: `manifest.json`. For images, archives, programs, empty files, unknown
 * bytes, and for HTML, SVG and XML, which nobody should have to render to learn what they are.
 */
export const manifest: Transform = {
  name: "manifest",
  accepts: () => true,
  async run(source, sink, { facts, signal }) {
    const hash = createHash("sha256");
    let size = 0;
    for await (const chunk of source) {
      signal?.throwIfAborted();
      hash.update(chunk);
      size += chunk.length;
    }
    const described: Manifest = {
      key: facts.key,
      size,
      sha256: hash.digest("hex"),
      detectedType: facts.detectedType ?? null,
      declaredType: typeOf(facts.contentType) || null,
    };
    await writeJson(sink, "manifest.json", described, signal);
    return { ...described };
  },
};
