import type { TestProject } from "vitest/node";
import { ensureChromium } from "../../scripts/browser/chromium.ts";
import { serveBuiltPage } from "../../scripts/local/built-page.ts";
import { startLocalApp, type LocalApp } from "../../scripts/local/stack.ts";

/** What every browser test is told of the one app and the one page. */
interface SharedPage extends Pick<LocalApp, "apiUrl" | "outputs" | "tokens"> {
  pageUrl: string;
  endpoint: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    page: SharedPage;
  }
}

/** Deploys the app to an emulator of its own, builds the page, and serves it as it is deployed. */
export default async function setup(project: TestProject) {
  await ensureChromium();
  const app = await startLocalApp({ emulator: { reuse: false } });
  const { apiUrl, outputs, tokens, emulator } = app;
  const { endpoint } = emulator;
  const page = await serveBuiltPage({ apiUrl, storage: [endpoint] });
  project.provide("page", { apiUrl, outputs, tokens, endpoint, pageUrl: page.url });
  return async () => {
    await page.stop();
    await app.stop();
  };
}
