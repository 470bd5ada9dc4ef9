import { countingResults } from "@switchyard/core/pipeline/transforms/memory-results.ts";
import { processFile } from "@switchyard/core/pipeline/transforms/process.ts";

// Measured in a process of its own: nothing but the transform, its input from a pipe.
const start = performance.now();
const { summary, results } = await processFile({
  facts: { key: "sample.csv", contentType: "text/csv" },
  body: process.stdin,
  sink: countingResults(),
});
const seconds = (performance.now() - start) / 1_000;
const peakBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ seconds, peakBytes, summary, results }));
