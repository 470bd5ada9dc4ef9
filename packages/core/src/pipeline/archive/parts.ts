const mostParts = 10_000;
const mebi = 1024 ** 2;

export interface Part {
  /** 1 to 10,000. */
  readonly number: number;
  /** As `CopySourceRange` takes it: first and last byte. */
  readonly range: string;
}

/** Cuts `size` bytes into parts of at least `partBytes`, as few as S3's 10,000 allow. Pure. */
export function cutIntoParts(size: number, partBytes: number): Part[] {
  const least = Math.ceil(size / mostParts);
  const length = least <= partBytes ? partBytes : Math.ceil(least / mebi) * mebi;
  return Array.from({ length: Math.ceil(size / length) }, (_, index) => {
    const first = index * length;
    const last = Math.min(first + length, size) - 1;
    return { number: index + 1, range: `bytes=${first}-${last}` };
  });
}
