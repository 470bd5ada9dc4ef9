import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { limitFirstLoad } from "./build/first-load.ts";

/** Served in development by `npm run dev` of the project, which adds the API's address and a token. */
export default defineConfig({
  plugins: [react(), limitFirstLoad()],
  // Found only when they are asked for: preparing them then would load the page again.
  optimizeDeps: {
    include: ["@uppy/core", "@uppy/aws-s3", "uplot", "zod/mini", "zod/v4/core"],
  },
  build: {
    target: "es2024",
    // Nothing inline: the page's policy allows no data: scripts, fonts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
