// Plain JavaScript: where npm could not lay out Node 24, the doctor must still be able to say so.
const [major = 0] = process.versions.node.split(".").map(Number);

if (major >= 24) await import("./cli.ts");
else {
  console.error(`X   Node 24 from npm  this is ${process.version}`);
  console.error("    Run `npm ci` (without --ignore-scripts), then `npm run doctor`");
  process.exitCode = 1;
}
