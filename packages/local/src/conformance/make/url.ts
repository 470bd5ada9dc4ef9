import { request } from "node:http";
import { AddPermissionCommand, CreateFunctionUrlConfigCommand } from "@aws-sdk/client-lambda";
import { type World } from "../world.ts";
import { type MadeFunction } from "./function.ts";

/** A public URL of a function. Returns the host it is called by at the emulator's own port. */
export async function makeUrl(world: World, { name }: MadeFunction): Promise<string> {
  const config = { FunctionName: name, AuthType: "NONE" } as const;
  const { FunctionUrl = "" } = await world.lambda.send(new CreateFunctionUrlConfigCommand(config));
  await world.lambda.send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: "url",
      Action: "lambda:InvokeFunctionUrl",
      Principal: "*",
      FunctionUrlAuthType: "NONE",
    }),
  );
  const [id] = new URL(FunctionUrl).hostname.split(".");
  return `${id}.lambda-url.${world.region}.localhost`;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Calls a function URL at the emulator, with its host in the header: no name has to resolve. */
export function callUrl(world: World, host: string, call: Call): Promise<Answer> {
  const { hostname, port } = new URL(world.endpoint);
  const { method, path } = call;
  const headers = { ...call.headers, host: `${host}:${port}` };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const status = response.statusCode ?? 0;
        resolve({ status, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    sent.once("error", reject);
    sent.end(call.body);
  });
}
