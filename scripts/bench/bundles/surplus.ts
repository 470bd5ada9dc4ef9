import type { Metafile } from "esbuild";
import type { Row } from "../benchmark.ts";
import type { Built } from "./build.ts";
import { kilobyte } from "./kilobyte.ts";

/** By package, what one bundle has that the other has not; from 1 KB. */
export function surplus({ ours, bare }: { ours: Built; bare: Built }): Row[] {
  const without = byPackage(bare.metafile);
  return [...byPackage(ours.metafile)]
    .map(([what, bytes]) => ({
      what,
      KB: Math.round((bytes - (without.get(what) ?? 0)) / kilobyte),
    }))
    .filter(({ KB }) => KB >= 1)
    .toSorted((a, b) => b.KB - a.KB);
}

function byPackage({ outputs }: Metafile) {
  const sums = new Map<string, number>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const name = packageOf(file);
      sums.set(name, (sums.get(name) ?? 0) + bytesInOutput);
    }
  }
  return sums;
}

function packageOf(file: string) {
  const [, installed] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  if (installed) return installed;
  const [, own] = /packages\/(\w+\/src\/\w+)/.exec(file) ?? [];
  return own ?? "the handler itself";
}
