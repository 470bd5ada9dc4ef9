import { DockerError } from "./errors.ts";
import { type Finished, type RunCommand, runCommand } from "./run.ts";

/** How Compose is called here: as Docker's plugin, or as the older program of its own. */
export type Compose = readonly [command: string, ...first: string[]];

/**
 * Finds a Docker engine that answers, and Compose.
 *
 * Throws `DockerError` that says which of them is missing.
 */
export async function findCompose(
  environment: Readonly<Record<string, string | undefined>>,
  run: RunCommand = runCommand,
): Promise<Compose> {
  const options = { env: environment, timeoutMs: 10_000 };
  const server = ["version", "--format", "{{.Server.Version}}"];
  const engine = await run("docker", server, options);
  if (engine.exitCode !== 0) throw new DockerError("no-docker", engineProblem(engine), engineHint);
  if ((await run("docker", ["compose", "version"], options)).exitCode === 0) {
    return ["docker", "compose"];
  }
  if ((await run("docker-compose", ["version"], options)).exitCode === 0) return ["docker-compose"];
  const message = `Docker ${engine.output.trim()} answers, but has no Compose.`;
  throw new DockerError(
    "compose",
    message,
    "Install Docker's Compose plugin (docker-compose-plugin)",
  );
}

const engineHint = "Install Docker and start its engine";

function engineProblem(engine: Finished) {
  if (engine.notFound) return "There is no docker command.";
  if (engine.timedOut) return "The Docker engine didn't answer within 10 s.";
  return `No Docker engine answers: ${engine.output.trim().split("\n").at(-1) ?? ""}`;
}
