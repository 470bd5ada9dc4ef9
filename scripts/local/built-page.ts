import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { preview } from "vite";
import { pageHeaders } from "../../infra/web-headers.ts";

interface Built {
  root?: string;
  apiUrl: string;
  /** Origins of the buckets. */
  storage: readonly string[];
}

/** Builds the page and serves it with the headers that it has when it is deployed; `/api` goes to the API. */
export async function serveBuiltPage({ root: project = process.cwd(), apiUrl, storage }: Built) {
  const vite = path.join(project, "node_modules/vite/bin/vite.js");
  const root = path.join(project, "packages/web");
  const outDir = path.join(project, ".switchyard/web-built");
  const options = ["--outDir", outDir, "--emptyOutDir", "--logLevel", "warn"];
  // In a process of its own: in a test's, React would be built for development.
  await promisify(execFile)(process.execPath, [vite, "build", root, ...options], {
    env: { ...process.env, NODE_ENV: "production" },
  });
  const server = await preview({
    root,
    logLevel: "warn",
    build: { outDir },
    preview: {
      host: "127.0.0.1",
      port: 4390,
      headers: pageHeaders(storage),
      proxy: { "/api": { target: apiUrl, changeOrigin: true } },
    },
  });
  const [url = ""] = server.resolvedUrls?.local ?? [];
  return { url: url.replace(/\/$/, ""), stop: () => server.close() };
}
