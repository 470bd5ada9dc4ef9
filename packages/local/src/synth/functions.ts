import { createCipheriv } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build, type BuildOptions, type Metafile } from "esbuild";

/** What SST's `Function` component asks its builder for. */
export interface BuildRequest {
  functionID: string;
  /** `path/to/file.export`, relative to the project. */
  handler: string;
  /** A folder that is the bundle already. */
  bundle?: string;
  /** AES-256 key, base64. */
  encryptionKey: string;
  links: Record<string, unknown>;
  properties?: { minify?: boolean; banner?: string; esbuild?: BuildOptions } | null;
}

export interface BuildAnswer {
  handler: string;
  out: string;
  errors: string[];
  sourcemaps: string[];
}

/** The answer, and what SST doesn't ask for. */
export interface BuiltFunction extends BuildAnswer {
  /** Absolute paths of the files that the bundle is made of, without those of installed packages. */
  inputs: string[];
}

const extensions = [".ts", ".tsx", ".mts", ".js", ".mjs"];

/** Where a handler's source is, where its bundle goes, and how Lambda is to call it. */
export interface BundlePlan {
  source: string;
  outfile: string;
  handler: string;
  options: BuildOptions;
}

/** How a handler is bundled, as SST does it; undefined where there is no such file. */
export function planBundle(
  request: BuildRequest,
  root: string,
  out: string,
): BundlePlan | undefined {
  const dot = request.handler.lastIndexOf(".");
  const [base, exported] = [request.handler.slice(0, dot), request.handler.slice(dot + 1)];
  const source = extensions
    .map((end) => path.join(root, base + end))
    .find((name) => existsSync(name));
  const name = path.basename(base).replaceAll(".", "-");
  const outfile = path.join(out, `${name}.mjs`);
  if (!source) return undefined;
  const options = bundleOptions(source, outfile, request);
  return { source, outfile, handler: `${name}.${exported}`, options };
}

/**
 * Bundles one handler into `<artifacts>/<functionID>`, beside its links, encrypted.
 *
 * Errors of the user's code come back in `errors`; nothing is thrown for them.
 */
export async function buildFunction(
  request: BuildRequest,
  { root, artifacts }: { root: string; artifacts: string },
): Promise<BuiltFunction> {
  const out = path.join(artifacts, request.functionID);
  const plan = planBundle(request, root, out);
  const answer = { out, handler: plan?.handler ?? "", errors: [], sourcemaps: [], inputs: [] };
  if (!plan) return { ...answer, errors: [`Handler not found: ${request.handler}`] };
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await writeFile(path.join(out, "resource.enc"), encryptLinks(request));
  try {
    const bundled = await build({ ...plan.options, metafile: true, absWorkingDir: root });
    return { ...answer, inputs: inputsOf(bundled.metafile, root) };
  } catch (error) {
    return { ...answer, errors: [error instanceof Error ? error.message : String(error)] };
  }
}

/** Absolute paths of the files in a bundle, without those of installed packages. */
export const inputsOf = ({ inputs }: Metafile, root: string): string[] =>
  Object.keys(inputs)
    .map((file) => path.resolve(root, file))
    .filter((file) => !file.includes("/node_modules/"));

function bundleOptions(
  source: string,
  outfile: string,
  { properties }: BuildRequest,
): BuildOptions {
  return {
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "esnext",
    keepNames: true,
    minify: properties?.minify ?? false,
    logLevel: "silent",
    mainFields: ["module", "main"],
    external: ["sharp", "pg-native"],
    banner: { js: banner(properties?.banner) },
    ...properties?.esbuild,
  };
}

/** SST's banner, and one line more: an emulator starts a function elsewhere, and links are read relative to the bundle. */
function banner(own = "") {
  return [
    `import { createRequire as topLevelCreateRequire } from "module";`,
    `import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url";`,
    `const require = topLevelCreateRequire(import.meta.url);`,
    `const __filename = topLevelFileUrlToPath(import.meta.url);`,
    `const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url));`,
    `process.chdir(__dirname);`,
    own,
  ].join("\n");
}

/** AES-256-GCM with a zero nonce, the tag appended: the key is new for every app and encrypts this one text. */
function encryptLinks({ encryptionKey, links }: BuildRequest) {
  const cipher = createCipheriv(
    "aes-256-gcm",
    Buffer.from(encryptionKey, "base64"),
    Buffer.alloc(12),
  );
  return Buffer.concat([
    cipher.update(JSON.stringify(links), "utf8"),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}
