/** A file that somebody chose, with its folders in its name. */
export interface Chosen {
  readonly file: File;
  /** `folder/file.csv`; slashes make folders. */
  readonly name: string;
}

/** What a file input holds: single files, or a folder's with their paths. */
export function chosenIn(list: FileList | null): Chosen[] {
  return Array.from(list ?? [], (file) => ({ file, name: file.webkitRelativePath || file.name }));
}

/** All that was dropped: files, and what is in folders, however deep. Must be called while the drop is handled. */
export async function droppedIn(items: DataTransferItemList): Promise<Chosen[]> {
  // The list is emptied when the drop's handler returns.
  const entries = Array.from(items, (item) =>
    item.kind === "file" ? item.webkitGetAsEntry() : null,
  );
  const files = Array.from(items, (item) => item.getAsFile());
  const found = entries.map(async (entry, index) => {
    const file = files[index];
    if (entry?.isDirectory) return filesBelow(entry);
    return file ? [{ file, name: file.name }] : [];
  });
  return (await Promise.all(found)).flat();
}

async function filesBelow(entry: FileSystemEntry): Promise<Chosen[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ file, name: entry.fullPath.replace(/^\//, "") }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const children: FileSystemEntry[] = [];
  // A reader gives a hundred at a time, and nothing at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) break;
    children.push(...some);
  }
  return (await Promise.all(children.map(filesBelow))).flat();
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
