import { DeleteRuleCommand, RemoveTargetsCommand } from "@aws-sdk/client-eventbridge";
import { type World } from "../world.ts";

/** Removes an EventBridge rule and its targets when the probe ends. */
export function removeRule(world: World, Name: string, targetIds: readonly string[]): void {
  world.onEnd(async () => {
    await world.events.send(new RemoveTargetsCommand({ Rule: Name, Ids: [...targetIds] }));
    await world.events.send(new DeleteRuleCommand({ Name }));
  });
}
