import { describeError } from "../packages/local/src/errors.ts";
import { cacheFolder } from "../packages/local/src/deploy/deploy.ts";
import { ensurePlatform } from "../packages/local/src/synth/platform.ts";

// infra/ is checked against SST's own types, which SST lays out itself.
try {
  const root = process.cwd();
  await ensurePlatform({ root, cache: cacheFolder(root) });
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
