export { runCommand, UsageError, type Command } from "../../packages/local/src/cli/command.ts";
