/**
 * Messages joined into as few texts of at most `limit` bytes as their order allows; one that is
 * larger is split, never cut. Returns each text with how many messages end in it. Pure.
 */
export function packMessages(
  messages: readonly string[],
  { separator, limit }: { readonly separator: string; readonly limit: number },
): { readonly text: string; readonly messages: number }[] {
  const packed: { text: string; messages: number }[] = [];
  let open: { text: string; messages: number } | undefined;
  for (const message of messages) {
    const joined = open && `${open.text}${separator}${message}`;
    if (open && joined !== undefined && Buffer.byteLength(joined) <= limit) {
      open.text = joined;
      open.messages += 1;
      continue;
    }
    const pieces = split(message, limit);
    for (const [at, text] of pieces.entries()) {
      open = { text, messages: at === pieces.length - 1 ? 1 : 0 };
      packed.push(open);
    }
  }
  return packed;
}

/** Pieces of at most so many bytes, whole characters each. */
function split(message: string, limit: number): string[] {
  const bytes = Buffer.from(message);
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length;) {
    let end = Math.min(at + limit, bytes.length);
    while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    pieces.push(bytes.subarray(at, end).toString());
    at = end;
  }
  return pieces;
}
