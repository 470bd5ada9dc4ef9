import { parseArgs } from "node:util";
import { ownEnvironment } from "../emulator/settings.ts";
import { isHealthy, judge } from "./checks.ts";
import { gatherFacts } from "./facts.ts";
import { renderReport } from "./report.ts";

const usage = `npm run doctor [-- --json]

Checks what the local stack needs and says how to mend each. Changes nothing.

  --json      the checks as JSON
  --help, -h  this text

Exit code: 0 ready, 1 something needed is missing, 2 wrong use.`;

async function main() {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const checks = judge(await gatherFacts(process.cwd(), ownEnvironment()));
  console.log(values.json ? JSON.stringify(checks, null, 2) : renderReport(checks));
  return isHealthy(checks) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const misused = error instanceof TypeError && "code" in error;
  console.error(misused ? `${error.message}\n\n${usage}` : error);
  process.exitCode = misused ? 2 : 1;
}
