import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import path from "node:path";

/** What Pulumi's SDK says of one resource when the program registers it. */
export interface Registration {
  urn: string;
  /** Like `aws:s3/bucket:Bucket`. */
  type: string;
  /** The logical name. */
  name: string;
  /** False for components, which only group. */
  custom: boolean;
  parent: string;
  /** URNs. */
  dependencies: string[];
  /** Inputs whose later changes the program wants left alone, like a name with a random suffix. */
  ignoreChanges: string[];
  retainOnDelete: boolean;
  /** May hold wrapped secrets (see `secrets.ts`) and assets. */
  inputs: Record<string, unknown>;
}

/** Stands where Pulumi's engine and plugins are otherwise. */
export interface Engine {
  register(registration: Registration): Promise<{ id: string; state: Record<string, unknown> }>;
  call(token: string, inputs: Record<string, unknown>): Promise<Record<string, unknown>>;
}

interface RegisterRequest {
  getParent(): string;
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getRetainondelete(): boolean;
}
type Callback = (error: unknown, response?: unknown) => void;
interface Monitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource(request: RegisterRequest, callback: Callback): Promise<void>;
}
type Mocks = {
  newResource(args: {
    inputs: Record<string, unknown>;
    custom?: boolean;
    name: string;
  }): Promise<unknown>;
  call(args: { token: string; inputs: Record<string, unknown> }): Promise<unknown>;
};
interface Pulumi {
  runtime: {
    setMocks(mocks: Mocks, project: string, stack: string, preview: boolean): Promise<void>;
    runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>;
    waitForRPCs(): Promise<void>;
  };
}

/**
 * Loads the Pulumi SDK of SST's platform and puts `engine` in place of its engine, by the SDK's own mocks for tests.
 *
 * The mocks' monitor drops a resource's parent, dependencies and options, so it is extended by them here.
 */
export async function loadPulumi(
  platform: string,
  app: { name: string; stage: string },
  engine: Engine,
) {
  const require = createRequire(path.join(platform, "package.json"));
  const pulumi = require("@pulumi/pulumi") as Pulumi;
  const { MockMonitor } = require("@pulumi/pulumi/runtime/mocks") as {
    MockMonitor: new (mocks: Mocks) => Monitor;
  };
  const settings = require("@pulumi/pulumi/runtime/settings") as {
    setMockOptions(monitor: Monitor, project: string, stack: string, preview: boolean): void;
  };
  skipStacks(require);
  const current = new AsyncLocalStorage<Omit<Registration, "inputs">>();
  const mocks: Mocks = {
    newResource: ({ inputs, name }) =>
      engine.register({ ...registrationOf(current, name), inputs }),
    call: ({ token, inputs }) => engine.call(token, inputs),
  };
  class FullMonitor extends MockMonitor {
    override registerResource(request: RegisterRequest, callback: Callback) {
      const urn = this.newUrn(request.getParent(), request.getType(), request.getName());
      return current.run({ urn, ...optionsOf(request) }, () =>
        super.registerResource(request, callback),
      );
    }
  }
  await pulumi.runtime.setMocks(mocks, app.name, app.stage, false);
  settings.setMockOptions(new FullMonitor(mocks), app.name, app.stage, false);
  return pulumi;
}

/** Pulumi notes where each promise and resource was made, for its engine and its hunt for leaks: a quarter of a run. */
function skipStacks(require: NodeJS.Require) {
  const debuggable = require("@pulumi/pulumi/runtime/debuggable") as {
    debuggablePromise: <T>(promise: T) => T;
  };
  const { Resource } = require("@pulumi/pulumi") as { Resource: { callsites: () => object[] } };
  debuggable.debuggablePromise = (promise) => promise;
  Resource.callsites = () => [];
}

function optionsOf(request: RegisterRequest) {
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent(),
    dependencies: request.getDependenciesList(),
    ignoreChanges: request.getIgnorechangesList(),
    retainOnDelete: request.getRetainondelete(),
  };
}

/** `Resource.get()` reads instead of registering; it comes without options. */
function registrationOf(current: AsyncLocalStorage<Omit<Registration, "inputs">>, name: string) {
  const registration = current.getStore();
  if (registration) return registration;
  throw new TypeError(
    `"${name}" is read, not made (Resource.get()): the local stack has nothing to read it from.`,
  );
}
