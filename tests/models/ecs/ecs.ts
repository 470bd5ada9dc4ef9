import { RunTaskCommand, type RunTaskCommandInput } from "@aws-sdk/client-ecs";
import { metadata, NotModelledError } from "../errors.ts";
import { type Clock, type ServiceModel } from "../model.ts";
import { type Random } from "../random.ts";

/** A task that was asked for: what its container finds in its environment. */
export interface TaskToStart {
  readonly arn: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface EcsSettings {
  /** Begins a task's container. */
  readonly start: (task: TaskToStart) => void;
  /** How long a container takes to begin, in ms, drawn anew each time. */
  readonly lateness: readonly [number, number];
  /** How probably (0 to 1) a task that was accepted never begins. */
  readonly drops: number;
}

/** ECS's `RunTask`, one task each. The same client token is the same task, as for a day on AWS. */
export function ecsModel(clock: Clock, random: Random, settings: EcsSettings): ServiceModel {
  const byToken = new Map<string, string>();
  const runTask = ({ clientToken, overrides }: RunTaskCommandInput) => {
    const known = byToken.get(clientToken ?? "");
    if (known !== undefined) return { tasks: [{ taskArn: known }], failures: [] };
    const arn = `arn:aws:ecs:us-east-1:000000000000:task/modelled/${random.hex(32)}`;
    if (clientToken !== undefined) byToken.set(clientToken, arn);
    const variables = overrides?.containerOverrides?.[0]?.environment ?? [];
    const environment = Object.fromEntries(
      variables.map(({ name = "", value = "" }) => [name, value]),
    );
    const late = random.between(...settings.lateness);
    if (!random.chance(settings.drops))
      clock.after(late, () => settings.start({ arn, environment }));
    return { tasks: [{ taskArn: arn }], failures: [] };
  };
  return {
    prepare: async (command) => {
      if (!(command instanceof RunTaskCommand)) {
        throw new NotModelledError("ECS", command.constructor.name);
      }
      const { input } = command;
      const apply = () => ({ $metadata: metadata(), ...runTask(input) });
      return { operation: "RunTask", input, apply, decode: (answer) => answer };
    },
  };
}
