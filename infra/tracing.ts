import { stage } from "./stage";

/** What a function is given so that X-Ray follows a sample of its invocations, where the stage wants that. */
export const traced = stage.tracing ? { function: { tracingConfig: { mode: "Active" } } } : {};

/** X-Ray knows no resources: its permissions are for all or for nothing. */
export const sendTraces = stage.tracing
  ? [{ actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] }]
  : [];
