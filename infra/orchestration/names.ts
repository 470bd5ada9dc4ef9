// Physical names are known beforehand: functions name one another, and Python's own code finds them by configuration.

/** sosw's names as they are on a laptop; elsewhere with the app's and the stage's behind them. */
export const named = (name: string) =>
  $app.stage === "local" ? name : `${name}-${$app.name}-${$app.stage}`;

/** The essentials' logical names, the same on every stage: `<name>_config` is each one's configuration. */
export const logical = {
  scheduler: "sosw_scheduler",
  orchestrator: "sosw_orchestrator",
  scavenger: "sosw_scavenger",
  assistant: "sosw_worker_assistant",
};

/** What their functions are called. Whoever wants other names, of either kind, changes them here. */
export const essentials = {
  scheduler: named(logical.scheduler),
  orchestrator: named(logical.orchestrator),
  scavenger: named(logical.scavenger),
  assistant: named(logical.assistant),
};

const { accountId } = aws.getCallerIdentityOutput();
const { partition } = aws.getPartitionOutput();
const { region } = aws.getRegionOutput();

export const functionArn = (name: $util.Input<string>) =>
  $interpolate`arn:${partition}:lambda:${region}:${accountId}:function:${name}`;

/** The rules of the default event bus. */
export const rulesArn = $interpolate`arn:${partition}:events:${region}:${accountId}:rule/*`;
