import { startDev } from "../packages/local/src/dev/dev.ts";
import { startProxy } from "../packages/local/src/proxy.ts";
import { runCommand, UsageError } from "./cli/command.ts";
import type { Outputs } from "./local/stack.ts";
import { startPage } from "./local/page.ts";
import { localTokens } from "./local/tokens.ts";

const usage = `npm run dev [-- [--emulator ministack|localstack] [--port <port>] [--page-port <port>]]

Starts an emulator, deploys the app to it, and follows your files: a saved handler is updated in about a second,
a change of infra/ deploys again, a change of the page shows at once. Prints the page's and the API's address and a
token, and streams the functions' logs.

  --emulator  which one; default: what is at AWS_ENDPOINT_URL, else MiniStack, else LocalStack in Docker
  --port      of the API on 127.0.0.1; default 5174, or the next free one
  --page-port of the page on 127.0.0.1; default 5173, or the next free one

Ctrl-C stops all it started. Exit codes: 0 stopped, 1 failed, 2 wrong usage.`;

await runCommand({
  usage,
  options: {
    emulator: { type: "string" },
    port: { type: "string" },
    "page-port": { type: "string" },
  },
  run: async ({ emulator, port, "page-port": pagePort }) => {
    const began = performance.now();
    const root = process.cwd();
    const tokens = await localTokens(root);
    const loop = await startDev({
      root,
      stage: "local",
      secrets: { ApiTokens: JSON.stringify(tokens) },
      code: ["packages/core/src", "packages/functions/src"],
      emulator: { emulator: emulatorOf(emulator), onProgress: console.log },
      say: console.log,
    });
    const { api } = loop.deployment.outputs as unknown as Outputs;
    const proxy = await proxyFrom(api, loop.emulator.endpoint, port);
    const token = tokens[0]?.token ?? "";
    const page = await startPage({ root, apiUrl: proxy.url, token, port: pagePort });
    console.log(`
  page    ${page.url}
  API     ${proxy.url}   (reference: ${proxy.url}/docs)
  token   ${token}
  ready   in ${((performance.now() - began) / 1000).toFixed(1)} s; Ctrl-C stops it
`);
    const ended = await Promise.race([untilSignal(), loop.emulator.died]);
    if (ended instanceof Error) console.error(`${ended.message}\nRun npm run dev again.`);
    await page.stop();
    await proxy.stop();
    await loop.stop();
    return ended instanceof Error ? 1 : 0;
  },
});

function emulatorOf(name: string | undefined) {
  if (name === undefined || name === "ministack" || name === "localstack") return name;
  throw new UsageError(`--emulator: expected ministack or localstack, got ${name}`);
}

/** A port that was asked for has to be free; else the next free one from 5174 is taken. */
async function proxyFrom(api: string, endpoint: string, asked: string | undefined) {
  const first = Number(asked ?? 5174);
  for (let port = first; ; port++) {
    try {
      return await startProxy(api, endpoint, { port, below: "/api" });
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (isTaken && asked !== undefined) throw new UsageError(`--port: ${asked} is in use`);
      if (!isTaken || port > first + 20) throw error;
    }
  }
}

function untilSignal() {
  return new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => resolve(signal));
  });
}
