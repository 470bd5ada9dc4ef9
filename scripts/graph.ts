import { writeFile } from "node:fs/promises";
import { cacheFolder } from "../packages/local/src/deploy/deploy.ts";
import { synthesizeApart } from "../packages/local/src/graph/apart.ts";
import { drawMermaid } from "../packages/local/src/graph/draw-mermaid.ts";
import { drawSvg } from "../packages/local/src/graph/draw.ts";
import type { Graph } from "../packages/local/src/graph/graph.ts";
import { runCommand, UsageError } from "./cli/command.ts";

const usage = `npm run infra:graph -- [--stage <stage>] [--json | --mermaid] [--out <file>]

Runs sst.config.ts without AWS and without an emulator, and draws every resource it would make.

  --stage    default: local
  --json     all resources with their inputs, instead of a picture; secrets don't show
  --mermaid  a Mermaid flowchart instead of an SVG
  --out      write to a file; default: standard output

Exit codes: 0 done, 1 the program failed, 2 wrong usage.`;

await runCommand({
  usage,
  options: {
    stage: { type: "string", default: "local" },
    json: { type: "boolean", default: false },
    mermaid: { type: "boolean", default: false },
    out: { type: "string" },
  },
  run: async ({ stage, json, mermaid, out }) => {
    if (json && mermaid) throw new UsageError("--json and --mermaid: choose one");
    const root = process.cwd();
    // The graph shows no secret, so any value serves.
    const secrets = { ApiTokens: "unknown" };
    const graph = await synthesizeApart({ root, stage, cache: cacheFolder(root), secrets });
    const drawn = json ? asJson(graph) : mermaid ? drawMermaid(graph) : drawSvg(graph);
    if (out === undefined) process.stdout.write(drawn);
    else await writeFile(out, drawn);
  },
});

function asJson(graph: Graph) {
  return `${JSON.stringify(graph, undefined, 2)}\n`;
}
