import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { LocalError } from "../errors.ts";
import type { Target } from "../provider/aws.ts";
import { bunBinary } from "../synth/platform.ts";
import type { Made } from "./two.ts";

/** SST can't get its engine on this machine, so nothing was deployed. */
export class NoEngineError extends LocalError {
  override readonly name = "NoEngineError";
  readonly code = "parity.no-engine";

  constructor(output: string) {
    super(
      `SST can't get its engine here:\n${output}`,
      "It downloads Pulumi from github.com: run this where that answers.",
    );
  }
}

/** An SST command failed for another reason. */
export class SstFailedError extends LocalError {
  override readonly name = "SstFailedError";
  readonly code = "parity.sst-failed";

  constructor(command: string, output: string) {
    super(`sst ${command} failed:\n${output}`, "Look at .sst/log/ for all it said.");
  }
}

export interface SstOptions {
  root: string;
  stage: string;
  /** SST's home for these commands: the user's own is never touched. */
  home: string;
  target: Target;
}

/** Runs one of SST's commands against the emulator. Throws `NoEngineError` or `SstFailedError`. */
export async function runSst(args: readonly string[], options: SstOptions): Promise<string> {
  const { root, stage, home } = options;
  const program = path.join(root, "node_modules", "sst", "bin", "sst.mjs");
  await mkdir(home, { recursive: true });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const settings = { cwd: root, env: environmentOf(options), maxBuffer: 64 * 1024 * 1024 };
  execFile(process.execPath, [program, ...args, "--stage", stage], settings, (error, out, err) => {
    const said = `${out}\n${err}`.trim();
    if (!error) resolve(out);
    else if (/could not install (?:pulumi|bun)/i.test(said)) reject(new NoEngineError(said));
    else reject(new SstFailedError(args[0] ?? "", said.split("\n").slice(-30).join("\n")));
  });
  return promise;
}

function environmentOf({ root, home, target }: SstOptions) {
  const { accessKeyId, secretAccessKey } = target.credentials;
  return {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: home,
    SST_BUN_PATH: bunBinary(root),
    SST_TELEMETRY_DISABLED: "1",
    AWS_ENDPOINT_URL: target.endpoint,
    AWS_REGION: target.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_PROFILE: undefined,
    AWS_SESSION_TOKEN: undefined,
  };
}

const Resource = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().default(""),
  custom: z.boolean().default(false),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.record(z.string(), z.unknown()).default({}),
});
const Resources = z.object({ resources: z.array(Resource) });
const Exported = z.union([
  z.object({ deployment: Resources }).transform(({ deployment }) => deployment.resources),
  z
    .object({ checkpoint: z.object({ latest: Resources }) })
    .transform(({ checkpoint }) => checkpoint.latest.resources),
  z.object({ latest: Resources }).transform(({ latest }) => latest.resources),
]);

/** What `sst state export` printed, as resources with their physical names. Throws `ZodError`. */
export function readExport(text: string): Made[] {
  const custom = Exported.parse(JSON.parse(text)).filter((one) => one.custom);
  return custom.map(({ urn, type, id, inputs, outputs }) => ({
    type,
    // The engine fills in what the program leaves out: names with random endings.
    inputs: { ...outputs, ...inputs },
    name: urn.split("::").at(-1) ?? urn,
    id,
    outputs: type.includes("eventSourceMapping") ? { ...outputs, uuid: id } : outputs,
  }));
}
