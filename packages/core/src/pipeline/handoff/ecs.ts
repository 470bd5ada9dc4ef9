import { ECSClient, RunTaskCommand } from "@aws-sdk/client-ecs";
import { clientConfig, equip } from "../../aws/config.ts";
import { HandOffRefusedError } from "../errors.ts";
import { type HandedFile } from "./handoff.ts";
import { handedFileVariable, type EcsSettings } from "./environment.ts";

let client: ECSClient | undefined;
const ecsClient = () => (client ??= equip(new ECSClient(clientConfig())));

/**
 * Starts one Fargate task for a file. The claim's token is ECS's client token: asked twice, it is
 * one task. Throws `HandOffRefusedError` when ECS has no place for it.
 *
 * Needs `ecs:RunTask` on the task definition, and `iam:PassRole` on its two roles.
 */
export async function startEcsTask(
  file: HandedFile,
  settings: EcsSettings,
  ecs: Pick<ECSClient, "send"> = ecsClient(),
): Promise<{ holder: string }> {
  const environment = [{ name: handedFileVariable, value: JSON.stringify(file) }];
  const answer = await ecs.send(
    new RunTaskCommand({
      cluster: settings.cluster,
      taskDefinition: settings.taskDefinition,
      launchType: "FARGATE",
      clientToken: file.token,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...settings.subnets],
          securityGroups: [...settings.securityGroups],
          assignPublicIp: settings.assignPublicIp ? "ENABLED" : "DISABLED",
        },
      },
      overrides: { containerOverrides: [{ name: settings.container, environment }] },
    }),
  );
  const holder = answer.tasks?.[0]?.taskArn;
  if (holder) return { holder };
  const [failure] = answer.failures ?? [];
  throw new HandOffRefusedError(failure?.reason ?? "no task and no reason were given");
}
