/** `optional`: not there, and nothing needs it. `warn`: it works, but worse or not at once. */
export type Status = "ok" | "optional" | "warn" | "fail";

export interface Check {
  readonly id: string;
  readonly title: string;
  readonly status: Status;
  readonly found: string;
  /** How to mend it; only where something is to mend. */
  readonly mend?: string;
}

/** What was found on this machine. A tool that isn't there is undefined. */
export interface Facts {
  readonly platform: string;
  readonly architecture: string;
  /** The Node that runs this: npm's package `node` when all is well. */
  readonly bundledNode: string;
  /** The Node that npm itself runs on. */
  readonly ownNode: string | undefined;
  readonly npm: string | undefined;
  readonly git: string | undefined;
  readonly missingPackages: readonly string[];
  readonly python: { path: string; version: string } | { problem: string; mend: string };
  readonly emulator: { version: string } | undefined;
  readonly sstPlatform: boolean;
  readonly docker: string | { problem: string };
  readonly endpoint: { url: string; answers: string | undefined } | { problem: string } | undefined;
  readonly loopback: string | undefined;
  readonly freeDiskBytes: number;
  readonly memoryBytes: number;
}

const gigabyte = 1024 ** 3;

/** Judges each prerequisite. Pure. */
export function judge(facts: Facts): Check[] {
  return [
    platform(facts),
    ownNode(facts),
    bundledNode(facts),
    tool("npm", "npm", facts.npm, "fail", "Comes with Node: https://nodejs.org"),
    packages(facts),
    python(facts),
    emulator(facts),
    sstPlatform(facts),
    loopback(facts),
    disk(facts),
    memory(facts),
    tool("git", "git", facts.git, "warn", "Install git; only some scripts and CI need it"),
    docker(facts),
    endpoint(facts),
  ];
}

/** Whether something that is needed is missing. */
export function isHealthy(checks: readonly Check[]): boolean {
  return checks.every(({ status }) => status !== "fail");
}

function platform({ platform: name, architecture }: Facts): Check {
  const found = `${name} ${architecture}`;
  const base = { id: "platform", title: "Operating system", found };
  if (name === "linux" || name === "darwin") return { ...base, status: "ok" };
  return { ...base, status: "fail", mend: "Use Linux, macOS or, on Windows, WSL" };
}

function ownNode({ ownNode: version }: Facts): Check {
  const base = { id: "node", title: "Node, from 20 on", found: version ?? "not known" };
  if (version === undefined) return { ...base, status: "warn", mend: "Run it as: npm run doctor" };
  if (major(version) >= 20) return { ...base, status: "ok" };
  return { ...base, status: "fail", mend: "Install Node 20 or newer: https://nodejs.org" };
}

function bundledNode({ bundledNode: version }: Facts): Check {
  const base = { id: "node24", title: "Node 24 from npm", found: version };
  if (major(version) >= 24) return { ...base, status: "ok" };
  const mend = "Run `npm ci` (without --ignore-scripts), then `npm run doctor`";
  return { ...base, status: "fail", mend };
}

function tool(
  id: string,
  title: string,
  version: string | undefined,
  otherwise: Status,
  mend: string,
): Check {
  if (version !== undefined) return { id, title, status: "ok", found: version };
  return { id, title, status: otherwise, found: "not found", mend };
}

function packages({ missingPackages }: Facts): Check {
  const base = { id: "packages", title: "npm packages" };
  if (missingPackages.length === 0) return { ...base, status: "ok", found: "installed" };
  const found = `missing: ${missingPackages.join(", ")}`;
  return { ...base, status: "fail", found, mend: "Run `npm ci`" };
}

function python({ python: found, docker: compose, endpoint: given }: Facts): Check {
  const base = { id: "python", title: "Python, from 3.10 on, with venv" };
  if ("path" in found) return { ...base, status: "ok", found: `${found.version} (${found.path})` };
  // MiniStack is what needs it; with another emulator one gets by.
  const another = typeof compose === "string" || (given !== undefined && "url" in given);
  return { ...base, status: another ? "warn" : "fail", found: found.problem, mend: found.mend };
}

function emulator({ emulator: installed }: Facts): Check {
  const base = { id: "emulator", title: "MiniStack" };
  if (installed !== undefined) return { ...base, status: "ok", found: installed.version };
  const mend = "The first `npm run dev` installs it (needs the network once)";
  return { ...base, status: "warn", found: "not installed yet", mend };
}

function sstPlatform({ sstPlatform: present }: Facts): Check {
  const base = { id: "sst", title: "SST's platform" };
  if (present) return { ...base, status: "ok", found: ".sst/platform" };
  const mend = "The first `npm run dev` lays it out (needs the network once)";
  return { ...base, status: "warn", found: "not laid out yet", mend };
}

function loopback({ loopback: problem }: Facts): Check {
  const base = { id: "ports", title: "Ports of 127.0.0.1" };
  if (problem === undefined) return { ...base, status: "ok", found: "can be listened on" };
  const mend = "Allow programs to listen on 127.0.0.1 (firewall, sandbox, container)";
  return { ...base, status: "fail", found: problem, mend };
}

function disk({ freeDiskBytes }: Facts): Check {
  const base = { id: "disk", title: "Free disk", found: inGigabytes(freeDiskBytes) };
  if (freeDiskBytes >= 2 * gigabyte) return { ...base, status: "ok" };
  const status = freeDiskBytes >= 0.5 * gigabyte ? "warn" : "fail";
  return { ...base, status, mend: "Free 2 GB: the emulator, SST's platform and bundles go there" };
}

function memory({ memoryBytes }: Facts): Check {
  const base = { id: "memory", title: "Memory", found: inGigabytes(memoryBytes) };
  if (memoryBytes >= 3.5 * gigabyte) return { ...base, status: "ok" };
  const status = memoryBytes >= 1.5 * gigabyte ? "warn" : "fail";
  return { ...base, status, mend: "4 GB are comfortable: each busy function is a process" };
}

function docker({ docker: found }: Facts): Check {
  const base = { id: "docker", title: "Docker with Compose" };
  if (typeof found === "string") return { ...base, status: "ok", found };
  const mend = "Only for `npm run dev -- --emulator localstack`";
  return { ...base, status: "optional", found: found.problem, mend };
}

function endpoint({ endpoint: given }: Facts): Check {
  const base = { id: "endpoint", title: "AWS_ENDPOINT_URL" };
  if (given === undefined) return { ...base, status: "ok", found: "not set: one is started" };
  const mend = "Start the emulator that it names, or unset it";
  if ("problem" in given) return { ...base, status: "fail", found: given.problem, mend };
  const found = `${given.url}: ${given.answers ?? "nothing answers"}`;
  return given.answers === undefined
    ? { ...base, status: "fail", found, mend }
    : { ...base, status: "ok", found };
}

function major(version: string) {
  return Number(/\d+/.exec(version)?.[0] ?? 0);
}

function inGigabytes(bytes: number) {
  return `${(bytes / gigabyte).toFixed(1)} GB`;
}
