import { LocalError } from "../errors.ts";

export interface Attempt {
  readonly name: string;
  readonly code: string;
  readonly reason: string;
  readonly hint: string;
}

/** No rung of the ladder holds. Lists what was tried, and how to get one. */
export class NoEmulatorError extends LocalError {
  override readonly name = "NoEmulatorError";
  readonly code = "emulator.none";
  readonly tried: readonly Attempt[];

  constructor(tried: readonly Attempt[]) {
    super(
      ["No AWS emulator could be started.", ...tried.map((t) => `- ${t.name}: ${t.reason}`)].join(
        "\n",
      ),
      ["To get one, any of:", ...ways(tried).map((way) => `- ${way}`)].join("\n"),
    );
    this.tried = tried;
  }
}

function ways(tried: readonly Attempt[]) {
  return [
    ...new Set([...tried.map((t) => t.hint), "set AWS_ENDPOINT_URL to an emulator that runs"]),
  ];
}

/** No Python from 3.10 on was found, or it lacks `venv`. */
export class PythonError extends LocalError {
  override readonly name = "PythonError";
  readonly code: "emulator.no-python" | "emulator.no-venv";

  constructor(problem: "no-python" | "no-venv", message: string, hint: string) {
    super(message, hint);
    this.code = `emulator.${problem}`;
  }
}

export type InstallProblem = "network" | "hash" | "wheel" | "disk" | "other";

/** pip could not install the emulator. What it left is removed by the next run. */
export class InstallError extends LocalError {
  override readonly name = "InstallError";
  readonly code: `emulator.install-${InstallProblem}`;

  constructor(problem: InstallProblem, output: string) {
    super(`Installing MiniStack failed.\n${output}`, installHints[problem]);
    this.code = `emulator.install-${problem}`;
  }
}

const installHints: Readonly<Record<InstallProblem, string>> = {
  network:
    "Connect to the network once, or set HTTPS_PROXY or PIP_INDEX_URL to a mirror; later runs need none",
  hash: "A package differs from packages/local/requirements.txt: check the mirror; don't go round it",
  wheel:
    "Install a Python from 3.10 to 3.14 for this machine: PyPI has no wheel for the present one",
  disk: "Free some disk space (the installation takes about 120 MB) and run again",
  other: "Read pip's lines above; `npm run doctor` checks what it needs",
};

/** Another process holds the lock and didn't let go in time. */
export class LockedError extends LocalError {
  override readonly name = "LockedError";
  readonly code = "emulator.locked";

  constructor(lock: string, holder: string, seconds: number) {
    super(
      `${lock} was held by ${holder} for ${seconds} s.`,
      "Wait for that process or end it, then run again",
    );
  }
}

/** The wanted port of 127.0.0.1 is taken. Nothing was started. */
export class PortInUseError extends LocalError {
  override readonly name = "PortInUseError";
  readonly code = "emulator.port-in-use";
  readonly port: number;

  constructor(port: number) {
    super(
      `Port ${port} of 127.0.0.1 is in use.`,
      "End what listens there, or leave the port out: a free one is taken",
    );
    this.port = port;
  }
}

/** The emulator ended, or stayed silent, before it was ready. Nothing of it runs any more. */
export class EmulatorStartError extends LocalError {
  override readonly name = "EmulatorStartError";
  readonly code = "emulator.start";

  constructor(
    reason: string,
    lastLines: string,
    hint = "Read the log lines above, then run again",
  ) {
    super(lastLines === "" ? reason : `${reason}\n${lastLines}`, hint);
  }
}

/** The emulator ended while it was in use; what it held in memory is lost. */
export class EmulatorDiedError extends LocalError {
  override readonly name = "EmulatorDiedError";
  readonly code = "emulator.died";

  constructor(how: string, lastLines: string) {
    super(
      lastLines === "" ? how : `${how} Its last lines:\n${lastLines}`,
      "Run again: a new one starts empty and is deployed to anew",
    );
  }
}

/** Docker or its Compose can't be used. */
export class DockerError extends LocalError {
  override readonly name = "DockerError";
  readonly code: "emulator.no-docker" | "emulator.compose";

  constructor(problem: "no-docker" | "compose", message: string, hint: string) {
    super(message, hint);
    this.code = `emulator.${problem}`;
  }
}

/** AWS_ENDPOINT_URL names something that is no emulator, or that doesn't answer. */
export class GivenEndpointError extends LocalError {
  override readonly name = "GivenEndpointError";
  readonly code: "emulator.endpoint-invalid" | "emulator.endpoint-aws" | "emulator.endpoint-silent";

  constructor(problem: "invalid" | "aws" | "silent", message: string, hint: string) {
    super(message, hint);
    this.code = `emulator.endpoint-${problem}`;
  }
}
