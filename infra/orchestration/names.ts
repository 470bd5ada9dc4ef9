// Physical names are known beforehand: functions name one another, and Python's own code finds them by configuration.

/** sosw's names as they are on a laptop; elsewhere each stage has its own. */
export const named = (name: string) =>
  $app.stage === "local" ? name : `${$app.name}-${$app.stage}-${name}`;

export const essentials = {
  scheduler: named("sosw_scheduler"),
  orchestrator: named("sosw_orchestrator"),
  scavenger: named("sosw_scavenger"),
  assistant: named("sosw_worker_assistant"),
};

const { accountId } = aws.getCallerIdentityOutput();
const { partition } = aws.getPartitionOutput();
const { region } = aws.getRegionOutput();

export const functionArn = (name: $util.Input<string>) =>
  $interpolate`arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
