import { lstat, open, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "../cli/command.ts";

/** A file that the demo uploads. */
export interface SampleFile {
  /** Relative to its folder, with slashes. */
  name: string;
  type: string;
  /** Bytes. */
  size: number;
  /** Its bytes from `begin` to before `end`. */
  read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Files above this many bytes go up in parts only: the other ways would hold them whole in memory. */
export const largestWhole = 16 * 1024 ** 2;

const types: Record<string, string> = {
  ".csv": "text/csv",
  ".gz": "application/gzip",
  ".html": "text/html",
  ".json": "application/json",
  ".jsonl": "application/x-ndjson",
  ".ndjson": "application/x-ndjson",
  ".md": "text/markdown",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".svg": "image/svg+xml",
  ".tsv": "text/tab-separated-values",
  ".txt": "text/plain",
};

/** All files below `folder`, in order of their names, but hidden ones and links. Throws `UsageError`. */
export async function filesBelow(folder: string): Promise<SampleFile[]> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new UsageError(`${folder} is not a folder`);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(found.toSorted().map((file) => sampleFile(folder, file)));
}

async function sampleFile(folder: string, file: string): Promise<SampleFile> {
  const { size } = await lstat(file);
  const name = path.relative(folder, file).split(path.sep).join("/");
  const type = types[path.extname(name).toLowerCase()] ?? "application/octet-stream";
  return { name, type, size, read: (begin, end) => readRange(file, begin, end) };
}

/** A text of three parts, for the upload that is interrupted and resumed. */
export function largeText(): SampleFile {
  const line = "The quick brown fox jumps over the lazy dog.\n";
  const size = 11 * 1024 ** 2;
  const text = new Uint8Array(Buffer.alloc(size, line));
  return {
    name: "large.txt",
    type: "text/plain",
    size,
    read: async (begin, end) => text.slice(begin, end),
  };
}

async function readRange(file: string, begin: number, end: number) {
  const handle = await open(file);
  try {
    const bytes = new Uint8Array(Math.max(0, end - begin));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, begin);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
