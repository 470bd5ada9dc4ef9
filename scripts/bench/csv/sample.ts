const blockBytes = 1024 ** 2;
const blocks = 8;
const header = "id,name,joined,balance,active,note,code\n";
const names = ["Ada Lovelace", '"Hopper, Grace"', "Łukasiewicz", "湯川 秀樹", '"Björk ""B."""', ""];
const notes = ["plain", '"on two\r\nlines"', '"a, b; c"', "ünïcödé 😀", ""];

/**
 * CSV of about so many bytes, a stream: numbers, dates, quoted line ends, several scripts, empty
 * fields. A few blocks of 1 MiB over and over, so that making it costs next to nothing.
 */
export function* csvSample(bytes: number): Generator<Buffer> {
  yield Buffer.from(header);
  const made = Array.from({ length: blocks }, (_, index) => block(index));
  for (let left = bytes - header.length, index = 0; left > 0; index++) {
    const next = made[index % blocks]!;
    yield next;
    left -= next.length;
  }
}

function block(index: number): Buffer {
  const lines: string[] = [];
  for (let size = 0, row = index * 100_000; size < blockBytes; row++) {
    const line = record(row);
    lines.push(line);
    size += Buffer.byteLength(line);
  }
  return Buffer.from(lines.join(""));
}

function record(row: number): string {
  const day = new Date(Date.UTC(2020, 0, 1 + (row % 1_500))).toISOString().slice(0, 10);
  const balance = ((row * 7919) % 1_000_000) / 100;
  const text = `${names[row % names.length]},${day},${balance.toFixed(2)},${row % 3 === 0}`;
  return `${row},${text},${notes[row % notes.length]},${String(row % 9_999).padStart(4, "0")}\n`;
}
