import { environment } from "./essentials";
import * as may from "./grants";
import { essentials, functionArn } from "./names";

/** What the API needs, so that people can look at orchestration and operate it. It invokes no worker. */
export const operate = {
  environment,
  permissions: [
    may.readConfiguration,
    may.readTasks,
    may.readClosed,
    may.readRetries,
    may.readHistory,
    may.writeHistory,
    may.keepFlow,
    may.changeTasks,
    may.changeRetries,
    may.moveTasks,
    may.checkTasks,
    may.poke,
    { actions: ["lambda:InvokeFunction"], resources: [functionArn(essentials.scheduler)] },
    // Why a task waits may be its labourer's health. CloudWatch knows no resources for it.
    { actions: ["cloudwatch:GetMetricData"], resources: ["*"] },
  ],
};
