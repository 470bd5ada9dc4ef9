import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

type Method = (params: never) => unknown;

/**
 * Stands in for the server that SST's own engine runs beside the program.
 *
 * `methods` are those it answers; another method is refused as SST refuses it. Bound to 127.0.0.1.
 */
export async function startRpc(methods: Record<string, Method>) {
  const server = createServer((request, response) => {
    void answer(request, methods).then((body) => response.end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function answer(request: IncomingMessage, methods: Record<string, Method>) {
  try {
    const { method, params } = JSON.parse(await text(request)) as {
      method: string;
      params: [never];
    };
    const handle = methods[method];
    if (!handle) return { id: 1, result: null, error: `rpc: can't find method ${method}` };
    return { id: 1, result: await handle(params[0]), error: null };
  } catch (error) {
    return { id: 1, result: null, error: error instanceof Error ? error.message : String(error) };
  }
}
