import { createServer } from "node:net";
import { PortInUseError } from "./errors.ts";
import { hasCode } from "./process.ts";

/** A port of 127.0.0.1 that nobody listens on now; another process may still take it first. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/** Throws `PortInUseError` when somebody listens there. */
export async function assertPortFree(port: number): Promise<void> {
  try {
    await listenOnce(port);
  } catch (error) {
    if (hasCode(error, "EADDRINUSE")) throw new PortInUseError(port);
    throw error;
  }
}

function listenOnce(port: number) {
  return new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
