const store = "files";

/** Bytes: a larger file isn't copied; it is chosen again after a reload. */
export const largestKept = 100 * 1024 ** 2;

/** Keeps a file's content in this browser, so that it can be sent on after a reload. */
export const keepFile = (id: string, file: File) =>
  inStore("readwrite", (files) => files.put(file, id));

export const forgetFile = (id: string) => inStore("readwrite", (files) => files.delete(id));

/** The kept file, if there is one. */
export async function keptFile(id: string): Promise<File | undefined> {
  const found: unknown = await inStore("readonly", (files) => files.get(id));
  return found instanceof File ? found : undefined;
}

/** Ids of all that is kept. */
export const keptIds = async () =>
  (await inStore("readonly", (files) => files.getAllKeys())).map(String);

async function inStore<T>(
  mode: IDBTransactionMode,
  work: (files: IDBObjectStore) => IDBRequest<T>,
) {
  const db = await open();
  try {
    return await done(work(db.transaction(store, mode).objectStore(store)));
  } finally {
    db.close();
  }
}

function open() {
  const opening = indexedDB.open("switchyard-uploads", 1);
  opening.addEventListener("upgradeneeded", () => opening.result.createObjectStore(store));
  return done(opening);
}

function done<T>(request: IDBRequest<T>) {
  return new Promise<T>((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new TypeError("no storage")));
  });
}
