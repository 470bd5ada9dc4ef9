import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Browser } from "playwright-core";
import { ensureChromium, launchChromium } from "./browser/chromium.ts";
import { runCommand, UsageError } from "./cli/command.ts";
import { serveBuiltPage } from "./local/built-page.ts";
import { callStateFunctions } from "./demo/state.ts";
import { startLocalApp } from "./local/stack.ts";
import { orchestrationScenes } from "./screenshots/orchestration-scenes.ts";
import { sampleHealth } from "./screenshots/sample-health.ts";
import { scenes, type Scene } from "./screenshots/scenes.ts";

const all: readonly Scene[] = [...scenes, ...orchestrationScenes];

const usage = `npm run screenshots [-- [--to <folder>] [--only <name>] [--all]]

Takes the pictures of the page that the documents show: the app on an emulator, the page as it is built, real files.

  --to   where they go; default docs/pictures
  --only one of them: ${all.map(({ name }) => name).join(", ")}
  --all  also each page on a phone, light and dark

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

interface Look {
  name: string;
  width: number;
  height: number;
  colorScheme: "light" | "dark";
}

const desk: Look = { name: "", width: 1200, height: 760, colorScheme: "light" };
const others: Look[] = [
  { ...desk, name: "-dark", colorScheme: "dark" },
  { name: "-phone", width: 390, height: 844, colorScheme: "light" },
  { name: "-phone-dark", width: 390, height: 844, colorScheme: "dark" },
];

await runCommand({
  usage,
  options: {
    to: { type: "string", default: "docs/pictures" },
    only: { type: "string" },
    all: { type: "boolean", default: false },
  },
  run: async ({ to, only, all: isAll }) => {
    const wanted = all.filter(({ name }) => only === undefined || name === only);
    if (wanted.length === 0)
      throw new UsageError(`--only: there is no picture ${only}\n\n${usage}`);
    await ensureChromium();
    const app = await startLocalApp({ emulator: { reuse: false } });
    const page = await serveBuiltPage({ apiUrl: app.apiUrl, storage: [app.emulator.endpoint] });
    const browser = await launchChromium();
    try {
      await mkdir(to, { recursive: true });
      await callStateFunctions(app);
      await sampleHealth(app);
      const token = app.tokens[0]?.token ?? "";
      for (const look of isAll ? [desk, ...others] : [desk])
        for (const scene of wanted) {
          const file = path.join(to, `${scene.name}${look.name}.png`);
          await take(scene, { browser, look, url: page.url, token, file });
          console.log(file);
        }
    } finally {
      await browser.close();
      await page.stop();
      await app.stop();
    }
  },
});

interface Taking {
  browser: Browser;
  look: Look;
  url: string;
  token: string;
  file: string;
}

async function take(scene: Scene, { browser, look, url, token, file }: Taking) {
  const { width, colorScheme } = look;
  const height = width < desk.width ? look.height : (scene.height ?? look.height);
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  await context.addInitScript(
    `sessionStorage.setItem("switchyard.token", ${JSON.stringify(token)})`,
  );
  const page = await context.newPage();
  await scene.play(page, url);
  await page.screenshot({ path: file, animations: "disabled" });
  await context.close();
}
