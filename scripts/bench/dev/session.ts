import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const handler = "packages/functions/src/sweep.ts";

export interface Session {
  /** From the start of the command until it says that it is ready. */
  readonly ready: number;
  /** From a handler's saving until its function is updated: the first bundles it from scratch. */
  readonly firstUpdate: number;
  readonly update: number;
}

/** Runs `npm run dev` until it is ready, saves a handler, and stops it; both in seconds. Throws where it ends by itself. */
export async function devSession(
  root: string,
  env: Readonly<Record<string, string>>,
): Promise<Session> {
  const began = performance.now();
  const { AWS_ENDPOINT_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ["scripts/dev.ts"], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = listen(child.stdout);
  try {
    await said.until(/^ {2}ready /m);
    const ready = seconds(began);
    const saveAgain = async (times: number) => {
      const saved = performance.now();
      await save(path.join(root, handler));
      await said.until(
        new RegExp(`(?:^Sweep\\S* (?:updated in|stays as it was) [^]*){${times}}`, "m"),
      );
      return seconds(saved);
    };
    return { ready, firstUpdate: await saveAgain(1), update: await saveAgain(2) };
  } finally {
    child.kill("SIGINT");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}

const seconds = (since: number) => (performance.now() - since) / 1000;

/** A change that a minified bundle shows. */
async function save(file: string) {
  const text = await readFile(file, "utf8");
  const name = `saved_${crypto.randomUUID().replaceAll("-", "_")}`;
  await writeFile(file, `${text}\nexport const ${name} = true;\n`);
}

function listen(stream: NodeJS.ReadableStream) {
  let said = "";
  let isOver = false;
  const waiting = new Set<() => void>();
  const tell = () => waiting.forEach((look) => look());
  stream.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    tell();
  });
  stream.on("end", () => {
    isOver = true;
    tell();
  });
  return {
    until: (what: RegExp) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          const isThere = what.test(said);
          if (!isThere && !isOver) return;
          waiting.delete(look);
          if (isThere) resolve();
          else reject(new TypeError(`npm run dev ended before it said ${what.source}:\n${said}`));
        };
        waiting.add(look);
        look();
      }),
  };
}
