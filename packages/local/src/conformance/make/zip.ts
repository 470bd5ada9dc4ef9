import { crc32 } from "node:zlib";

/** A zip archive of a few small files, stored as they are. */
export function zip(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const entries = Object.entries(files).map(([name, content]) => entryOf(name, content));
  let offset = 0;
  const directory = entries.map(({ name, head, content }) => {
    const start = offset;
    offset += 4 + head.length + name.length + content.length;
    return Buffer.concat([
      Buffer.from([0x50, 0x4b, 0x01, 0x02, 20, 0]),
      head,
      // No comment, first disk, a plain file readable by all, and where its entry starts.
      numbers([0, 2], [0, 2], [0, 2], [(0o100644 << 16) >>> 0, 4], [start, 4]),
      name,
    ]);
  });
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = entries.length;
  return Buffer.concat([
    ...entries.flatMap(({ name, head, content }) => [
      Buffer.from([0x50, 0x4b, 0x03, 0x04]),
      head,
      name,
      content,
    ]),
    ...directory,
    Buffer.from([0x50, 0x4b, 0x05, 0x06]),
    numbers([0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2]),
  ]);
}

function entryOf(fileName: string, text: string | Uint8Array) {
  const name = Buffer.from(fileName);
  const content = Buffer.from(text);
  const { length } = content;
  const january1980 = (1 << 5) | 1;
  const head = numbers(
    [20, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [january1980, 2],
    [crc32(content), 4],
    [length, 4],
    [length, 4],
    [name.length, 2],
    [0, 2],
  );
  return { name, content, head };
}

function numbers(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]) {
  return Buffer.concat(
    fields.map(([value, bytes]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );
}
