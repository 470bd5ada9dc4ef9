import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Bytes, compressed. */
const limit = 250 * 1024;

interface Chunk {
  readonly code: string;
  readonly isEntry: boolean;
  /** Chunks that it can't begin without. */
  readonly imports: readonly string[];
}

/** Compressed bytes of all scripts that the page needs before it shows anything. Pure. */
export function firstLoad(chunks: Readonly<Record<string, Chunk>>): number {
  const needed = new Set(Object.keys(chunks).filter((name) => chunks[name]?.isEntry));
  for (const name of needed) for (const more of chunks[name]?.imports ?? []) needed.add(more);
  return [...needed].reduce((sum, name) => sum + gzipSync(chunks[name]?.code ?? "").byteLength, 0);
}

/** Fails a build whose first load is larger than the page allows itself. */
export const limitFirstLoad = (): Plugin => ({
  name: "limit-first-load",
  apply: "build",
  generateBundle(_, bundle) {
    // React's own build for development is what a test's environment gives.
    if (process.env["NODE_ENV"] !== "production") return;
    const chunks = Object.entries(bundle).flatMap(([name, made]) =>
      made.type === "chunk" ? [[name, made] as const] : [],
    );
    const bytes = firstLoad(Object.fromEntries(chunks));
    if (bytes > limit)
      this.error(`The first load has ${bytes} bytes of scripts; ${limit} are allowed.`);
  },
});
