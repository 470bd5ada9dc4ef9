/** A line on standard error that tells how far a work is; silent where nobody watches. */
export function progressBar(
  label: string,
  total: number,
  stream: NodeJS.WriteStream = process.stderr,
) {
  const draw = (done: number, note = "") => {
    if (!stream.isTTY) return;
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const filled = Math.round(share * 30);
    const bar = "█".repeat(filled) + "░".repeat(30 - filled);
    stream.write(`\r${label} ${bar} ${done}/${total} ${note}\u001B[K`);
  };
  draw(0);
  return {
    to: draw,
    end: () => {
      if (stream.isTTY) stream.write("\r\u001B[K");
    },
  };
}
