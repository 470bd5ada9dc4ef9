import { createCipheriv } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build, type BuildOptions } from "esbuild";

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

const extensions = [".ts", ".tsx", ".mts", ".js", ".mjs"];

/**
 * Bundles one handler as SST does, into `<artifacts>/<functionID>`, beside its links, encrypted.
 *
 * Errors of the user's code come back in `errors`; nothing is thrown for them.
 */
export async function buildFunction(
  request: BuildRequest,
  { root, artifacts }: { root: string; artifacts: string },
): Promise<BuildAnswer> {
  const out = path.join(artifacts, request.functionID);
  const answer = { out, errors: [] as string[], sourcemaps: [] as string[] };
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await writeFile(path.join(out, "resource.enc"), encryptLinks(request));
  const dot = request.handler.lastIndexOf(".");
  const [base, exported] = [request.handler.slice(0, dot), request.handler.slice(dot + 1)];
  const file = extensions
    .map((end) => path.join(root, base + end))
    .find((name) => existsSync(name));
  const handler = `${path.basename(base).replaceAll(".", "-")}.${exported}`;
  if (!file) return { ...answer, handler, errors: [`Handler not found: ${request.handler}`] };
  const errors = await bundleHandler(
    file,
    path.join(out, `${handler.slice(0, -exported.length - 1)}.mjs`),
    request,
  );
  return { ...answer, handler, errors };
}

async function bundleHandler(file: string, outfile: string, { properties }: BuildRequest) {
  try {
    await build({
      entryPoints: [file],
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
    });
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
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
