import { type ModelContext } from "../model.ts";

/**
 * Makes S3's sequencers: hexadecimal, growing when the shorter is padded with zeros on its right.
 * Some are shorter than others, so that comparing them as numbers goes wrong, as it would on AWS.
 */
export function sequencers({ now, random }: ModelContext): () => string {
  let last = 0n;
  return () => {
    const earliest = BigInt(now()) * 4096n;
    last = last < earliest ? earliest : last + 1n;
    if (random.chance(0.25)) last = (last | 0xffn) + 1n;
    return `00${last.toString(16).toUpperCase().padStart(16, "0")}`.replace(/(00)+$/, "");
  };
}
