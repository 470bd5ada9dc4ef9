/** What differs between stages, in one place: `production`, the shared `dev`, a laptop's `local`, and everybody's own. */
interface StageSettings {
  /** Whether the example page's two endpoints answer callers without a token. */
  anonymousUploads: boolean;
  /** Whether the page is deployed, on one origin with the API; elsewhere Vite serves it. */
  page: boolean;
  /** Other web origins that may upload straight to staging, and call the API. */
  origins: string[];
  /** Days after which a leftover in staging expires; longer than anybody needs to answer an alarm. */
  stagingDays: number;
  /** Days after which an archived file moves to the cheaper storage class. */
  archiveDays: number;
  /** Days that closed tasks, their history, and large payloads are kept. */
  taskDays: number;
  /** Whether each step of each task is kept as a row: who, when, in which log stream. */
  taskHistory: boolean;
  /** Seconds after which a running function reads the configuration table again. */
  configSeconds: number;
  /** Whether transform and essentials log what each invocation asked of AWS; the demo and the benchmarks read it. */
  meterRequests: boolean;
  /** Bytes above which a container carries a file; none: all are carried by the function. */
  containersAboveBytes?: number;
  /** Whether X-Ray follows a sample of the invocations. */
  tracing: boolean;
  logRetention: "1 week" | "1 month" | "1 year";
  /** US dollars a month after which the budget warns; none where a stage has no bill of its own. */
  monthlyBudget?: number;
  deletionProtection: boolean;
}

const personal: StageSettings = {
  anonymousUploads: false,
  page: true,
  origins: ["http://localhost:5173"],
  stagingDays: 14,
  archiveDays: 30,
  taskDays: 30,
  taskHistory: true,
  configSeconds: 60,
  meterRequests: false,
  tracing: true,
  logRetention: "1 week",
  deletionProtection: false,
};

const stages: Record<string, StageSettings> = {
  production: {
    ...personal,
    origins: [],
    archiveDays: 90,
    taskDays: 365,
    configSeconds: 300,
    logRetention: "1 year",
    monthlyBudget: 100,
    deletionProtection: true,
  },
  dev: { ...personal, logRetention: "1 month", monthlyBudget: 20 },
  // Somebody's own, with containers for large files: `sst deploy --stage containers`.
  containers: { ...personal, containersAboveBytes: 2 * 1024 ** 3 },
  local: {
    ...personal,
    anonymousUploads: true,
    page: false,
    origins: ["*"],
    configSeconds: 5,
    meterRequests: true,
    tracing: false,
  },
};

/** The settings of the stage that is being deployed; a name not listed is somebody's own. */
export const stage: StageSettings = stages[$app.stage] ?? personal;
