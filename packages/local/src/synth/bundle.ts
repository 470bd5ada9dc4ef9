import { readFile } from "node:fs/promises";
import path from "node:path";
import { build, type Plugin } from "esbuild";
import type { App, Cli } from "./app.ts";
import { ProgramError } from "./errors.ts";

const requireBanner = [
  `import { createRequire as topLevelCreateRequire } from "module";`,
  `import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url";`,
  `const require = topLevelCreateRequire(import.meta.url);`,
  `const __filename = topLevelFileUrlToPath(import.meta.url);`,
  `const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url));`,
].join("\n");

/** What SST leaves to Node: packages with native parts, and those of its platform folder. */
const external = [
  "@pulumi/*",
  "@pulumiverse/*",
  "@sst-provider/*",
  "@aws-sdk/*",
  "archiver",
  "esbuild",
  "glob",
  "undici",
  "vite",
];

/** Bundles the configuration's `app()` alone, which SST asks first. Returns the module's path. */
export function bundleApp(root: string, platform: string) {
  const contents = `import config from ${JSON.stringify(path.join(root, "sst.config.ts"))};
    export default config.app;`;
  return bundle({ root, platform, contents, name: "app", define: {}, withGlobals: false });
}

/** Bundles the program (`run()` and all of infra) as SST bundles it, with its globals. Returns the module's path. */
export function bundleProgram(root: string, app: App, cli: Cli) {
  const { platform } = cli.paths;
  const contents = `import { run } from ${JSON.stringify(`${platform}/src/auto/run.ts`)};
    import config from ${JSON.stringify(path.join(root, "sst.config.ts"))};
    export default () => run(config.run);`;
  const define = { $app: JSON.stringify(app), $cli: JSON.stringify(cli), $dev: "false" };
  return bundle({ root, platform, contents, name: "program", define, withGlobals: true });
}

interface BundleRequest {
  root: string;
  platform: string;
  contents: string;
  name: string;
  define: Record<string, string>;
  withGlobals: boolean;
}

async function bundle({ root, platform, contents, name, define, withGlobals }: BundleRequest) {
  // One file a process: two deployments at once must not read each other's half-written bundle.
  const outfile = path.join(platform, `switchyard.${name}.${process.pid}.mjs`);
  const globals = `import * as aws from "@pulumi/aws"; import * as sst from ${JSON.stringify(`${platform}/src/components`)};`;
  try {
    await build({
      stdin: { contents, resolveDir: root, sourcefile: "program.ts", loader: "ts" },
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "silent",
      sourcemap: "inline",
      mainFields: ["module", "main"],
      banner: { js: requireBanner },
      nodePaths: [path.join(platform, "node_modules")],
      inject: [path.join(platform, "src/shim/run.js")],
      define,
      external,
      tsconfigRaw: {},
      plugins: withGlobals ? [prependGlobals(globals)] : [],
    });
  } catch (cause) {
    throw new ProgramError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
  return outfile;
}

/** SST makes `aws` and `sst` visible in every file of the user's by an import in front of it. */
function prependGlobals(globals: string): Plugin {
  return {
    name: "sst-globals",
    setup(bundler) {
      bundler.onLoad({ filter: /\.(js|ts|jsx|tsx)$/ }, async ({ path: file }) =>
        file.includes("/.sst/") || file.includes("/node_modules/")
          ? undefined
          : { contents: `${globals}\n${await readFile(file, "utf8")}`, loader: "ts" },
      );
    },
  };
}
