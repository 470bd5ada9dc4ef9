import { statusNames } from "@switchyard/core/orchestration/ecology/health.ts";
import type { Count } from "@switchyard/core/orchestration/look/count.ts";
import type { LabourerLook } from "@switchyard/core/orchestration/look/labourer.ts";
import type { OperatorMark } from "@switchyard/core/orchestration/look/operated.ts";

/** A labourer as a line of the table. Pure. */
export function lineOf(look: LabourerLook): Readonly<Record<string, string | number>> {
  const { labourer, queued, running, expired, retrying, completed, dead } = look;
  return {
    labourer: labourer.id,
    limit: labourer.max_simultaneous_invocations,
    "per key": labourer.flow?.concurrency?.limit ?? "",
    rate: rateOf(look),
    health: healthOf(look),
    queued: countText(queued),
    running: countText(running),
    expired: countText(expired),
    retrying: countText(retrying),
    "done 1 h": countText(completed),
    "dead 1 h": countText(dead),
    state: stateOf(look),
  };
}

/** What decided its health, a line for each minute of the last hour, the newest first. Pure. */
export const minuteLines = ({ healthMinutes }: LabourerLook) =>
  healthMinutes.toReversed().map((health) => ({
    minute: new Date(health.at ?? 0).toISOString().slice(0, 16),
    health: healthOf({ health }),
  }));

/** Counting stops at a thousand. */
export const countText = ({ count, isMore }: Count): string => (isMore ? `${count}+` : `${count}`);

function rateOf({ labourer }: LabourerLook) {
  const rate = labourer.flow?.rate_limit;
  return rate ? `${rate.limit} in ${rate.period} s${rate.key ? " per key" : ""}` : "";
}

function healthOf({ health }: Pick<LabourerLook, "health">) {
  if (!health) return "";
  const name = statusNames.find((_, status) => status === health.status) ?? "";
  const why = health.metric === undefined ? "" : ` (${health.metric} ${health.value ?? "no data"})`;
  return `${health.status} ${name}${why}`;
}

function stateOf({ paused, draining }: LabourerLook) {
  const told = [paused && markText("paused", paused), draining && markText("draining", draining)];
  return told.filter((text) => text !== undefined).join("; ");
}

function markText(what: string, { by, why }: OperatorMark) {
  return [what, by && `by ${by}`, why && `(${why})`].filter(Boolean).join(" ");
}
