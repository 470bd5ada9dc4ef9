/** What SST's configuration says of the app, as SST's own engine puts it together. */
export interface App {
  name: string;
  stage: string;
  home: "aws";
  removal: "remove" | "retain" | "retain-all";
  protect: boolean;
  providers: { aws: { region: string } };
}

/** Where SST's programs look for things. */
export interface Cli {
  command: "deploy";
  dev: false;
  paths: { home: string; root: string; work: string; platform: string };
  state: { version: Record<string, number> };
}

interface AppAnswer {
  name: string;
  removal?: App["removal"];
  protect?: boolean;
}

/** Completes the answer of the configuration's `app({ stage })` with SST's defaults. */
export function completeApp(answer: AppAnswer, stage: string, region: string): App {
  const { name, removal = stage === "production" ? "retain" : "remove", protect = false } = answer;
  return { name, stage, home: "aws", removal, protect, providers: { aws: { region } } };
}

/** The `$cli` global for a project at `root`. */
export function cliFor(root: string, platform: string): Cli {
  const work = `${root}/.sst`;
  return {
    command: "deploy",
    dev: false,
    paths: { home: `${work}/home`, root, work, platform },
    state: { version: {} },
  };
}
