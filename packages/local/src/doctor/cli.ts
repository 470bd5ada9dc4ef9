import { runCommand } from "../cli/command.ts";
import { ownEnvironment } from "../emulator/settings.ts";
import { isHealthy, judge } from "./checks.ts";
import { gatherFacts } from "./facts.ts";
import { renderReport } from "./report.ts";

const usage = `npm run doctor [-- --json]

Checks what the local stack needs and says how to mend each. Changes nothing.

  --json      the checks as JSON
  --help, -h  this text

Exit codes: 0 ready, 1 something needed is missing, 2 wrong use.`;

await runCommand({
  usage,
  options: { json: { type: "boolean", default: false } },
  run: async ({ json }) => {
    const checks = judge(await gatherFacts(process.cwd(), ownEnvironment()));
    console.log(json ? JSON.stringify(checks, null, 2) : renderReport(checks));
    return isHealthy(checks) ? 0 : 1;
  },
});
