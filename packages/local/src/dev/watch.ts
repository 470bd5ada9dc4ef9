import { stat } from "node:fs/promises";
import path from "node:path";
import { watch } from "chokidar";

/**
 * Tells `onChange` which files below `paths` changed, all that come within 50 ms together; tests don't count.
 *
 * By chokidar: Node's own recursive watch loses files on Linux that an editor replaces when it saves.
 * Resolves, once it watches, to how to stop.
 */
export async function watchFiles(
  paths: readonly string[],
  onChange: (files: string[]) => void,
): Promise<() => Promise<void>> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch([...paths], { ignoreInitial: true });
  watcher.on("all", (_, file) => {
    if (!isOfInterest(file)) return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = [...changed];
      changed.clear();
      onChange(files);
    }, 50);
  });
  await new Promise<void>((resolve) => watcher.once("ready", resolve));
  return () => {
    clearTimeout(timer);
    return watcher.close();
  };
}

/** Those of `files` that were written since a time, in ms since 1970, or are gone. */
export async function changedSince(time: number, files: readonly string[]): Promise<string[]> {
  const isChanged = async (file: string) => {
    const found = await stat(file).catch(() => undefined);
    return !found || found.mtimeMs >= time;
  };
  const unique = [...new Set(files)];
  const changed = await Promise.all(unique.map(isChanged));
  return unique.filter((_, at) => changed[at]);
}

const isOfInterest = (file: string) => !/^\.|~$|\.test\.ts$/.test(path.basename(file));
