import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { scopes } from "@switchyard/core/uploads/caller.ts";

/** One who may call the local API. The deployed one's are the secret `ApiTokens`, in the same form. */
export interface ApiToken {
  token: string;
  caller: string;
  scopes: string[];
}

const every = [...scopes];
const callers = [
  { caller: "dev", scopes: every },
  { caller: "other", scopes: every },
  { caller: "reader", scopes: ["files:read"] },
];

/** The tokens of the local stage: made once for a checkout, and kept in its ignored folder. What they may do is not kept. */
export async function localTokens(root: string): Promise<ApiToken[]> {
  const file = path.join(root, ".switchyard", "tokens.json");
  try {
    const kept = JSON.parse(await readFile(file, "utf8")) as ApiToken[];
    return kept.map((one) => ({ ...one, ...callers.find(({ caller }) => caller === one.caller) }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const tokens = callers.map((one) => ({
    token: `local_${randomBytes(16).toString("hex")}`,
    ...one,
  }));
  await mkdir(path.dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, JSON.stringify(tokens, undefined, 2), { mode: 0o600 });
  await rename(fresh, file);
  return tokens;
}
