import {
  createServer,
  request as send,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";

/**
 * Makes a function's URL reachable: it listens on 127.0.0.1 and sends all requests to the emulator under the host
 * name the emulator knows the function by, which neither Node nor every browser can resolve.
 *
 * `below` is put in front of paths that don't begin with it: an emulator keeps some, like `/health`, to itself.
 */
export async function startProxy(
  functionUrl: string,
  endpoint: string,
  { port = 0, below = "" }: { port?: number; below?: string } = {},
) {
  const host = localHost(functionUrl, endpoint);
  const pathOf = (path = "/") => (path.startsWith(below) ? path : below + path);
  const server = createServer((request, response) => {
    forward(request, response, { endpoint, host, path: pathOf(request.url) }).catch(
      (error: Error) => {
        // Half an answer must not look whole.
        if (response.headersSent) response.destroy();
        else
          response
            .writeHead(502, { "content-type": "text/plain" })
            .end(`The emulator doesn't answer: ${error.message}\n`);
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** MiniStack and LocalStack both find a function by the first labels of the host. */
function localHost(functionUrl: string, endpoint: string) {
  const { hostname } = new URL(functionUrl);
  const [id, , region] = hostname.split(".");
  const suffix = hostname.includes("localstack") ? "localhost.localstack.cloud" : "localhost";
  return `${id}.lambda-url.${region}.${suffix}:${new URL(endpoint).port}`;
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  { endpoint, host, path }: { endpoint: string; host: string; path: string },
) {
  const { hostname, port } = new URL(endpoint);
  const { method, headers } = request;
  const onward = send({ hostname, port, method, path, headers: { ...headers, host } });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    onward.once("response", resolve).on("error", reject);
  });
  // Where sending fails without an answer, `answered` says so; an answer may also come before all is sent.
  pipeline(request, onward).catch(() => {});
  const answer = await answered;
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  await pipeline(answer, response);
}
