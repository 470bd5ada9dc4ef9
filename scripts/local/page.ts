import path from "node:path";
import { createServer, type Plugin } from "vite";

interface PageOptions {
  root: string;
  /** Where `/api` is sent to. */
  apiUrl: string;
  /** The page begins with it: whoever opens the page is signed in. */
  token: string;
  /** On 127.0.0.1; where it isn't given, 5173 or the next free one. */
  port?: string;
}

/** Serves the page from its sources, following them; `/api` goes to the API. */
export async function startPage({ root, apiUrl, token, port }: PageOptions) {
  const server = await createServer({
    root: path.join(root, "packages/web"),
    cacheDir: path.join(root, ".switchyard/vite"),
    logLevel: "warn",
    clearScreen: false,
    plugins: [signedIn(token)],
    server: {
      host: "127.0.0.1",
      port: Number(port ?? 5173),
      strictPort: port !== undefined,
      // Nobody else's page may read this one: it has the token in it.
      cors: false,
      proxy: { "/api": { target: apiUrl, changeOrigin: true } },
    },
  });
  await server.listen();
  const [url = ""] = server.resolvedUrls?.local ?? [];
  return { url: url.replace(/\/$/, ""), stop: () => server.close() };
}

const signedIn = (token: string): Plugin => ({
  name: "signed-in",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { name: "switchyard-token", content: token }, injectTo: "head" },
  ],
});
