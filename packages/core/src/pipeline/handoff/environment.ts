import * as z from "zod/mini";
import { type Environment } from "../../aws/environment.ts";
import { wholeNumber } from "../../aws/whole-number.ts";
import { lazy } from "../../lazy.ts";
import { parseVariables } from "../parse.ts";

/** In which variable a container finds its file. */
export const handedFileVariable = "HANDED_FILE";

const value = () => z.string("a value").check(z.minLength(1, "a value"));
const list = () =>
  z.pipe(
    z.string("names, parted by commas"),
    z.transform((text: string) => text.split(",").filter(Boolean)),
  );
const aboveBytes = () =>
  z.prefault(wholeNumber(0, Number.MAX_SAFE_INTEGER, "a size in bytes"), 2 * 1024 ** 3);

const HandOffEnvironment = /* @__PURE__ */ lazy(() =>
  z.discriminatedUnion(
    "HANDOFF",
    [
      z.object({ HANDOFF: z.literal("off") }),
      z.object({
        HANDOFF: z.literal("ecs"),
        HANDOFF_ABOVE_BYTES: aboveBytes(),
        HANDOFF_CLUSTER: value(),
        HANDOFF_TASK_DEFINITION: value(),
        HANDOFF_CONTAINER: value(),
        HANDOFF_SUBNETS: list(),
        HANDOFF_SECURITY_GROUPS: list(),
        HANDOFF_PUBLIC_IP: z.prefault(z.enum(["true", "false"], "true or false"), "false"),
      }),
      z.object({
        HANDOFF: z.literal("process"),
        HANDOFF_ABOVE_BYTES: aboveBytes(),
        HANDOFF_ENTRY: value(),
      }),
    ],
    "off, ecs or process",
  ),
);

export interface EcsSettings {
  readonly cluster: string;
  readonly taskDefinition: string;
  /** The container's name in the task definition. */
  readonly container: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly assignPublicIp: boolean;
}

export type HandOffSettings =
  | { readonly kind: "off" }
  | { readonly kind: "ecs"; readonly aboveBytes: number; readonly ecs: EcsSettings }
  /** `entry` is the path of the container's entry file. */
  | { readonly kind: "process"; readonly aboveBytes: number; readonly entry: string };

/**
 * Reads to whom large files go: `HANDOFF` is `off`, `ecs` or `process`, and each needs more. Apart
 * from the pipeline's settings: a function that hands nothing over has no use for it.
 * Throws `InvalidSettingsError`.
 */
export function handOffSettings(env: Environment = process.env): HandOffSettings {
  const read = parseVariables(HandOffEnvironment(), { ...env, HANDOFF: env["HANDOFF"] || "off" });
  if (read.HANDOFF === "off") return { kind: "off" };
  const size = read.HANDOFF_ABOVE_BYTES;
  if (read.HANDOFF === "process") {
    return { kind: "process", aboveBytes: size, entry: read.HANDOFF_ENTRY };
  }
  const ecs = {
    cluster: read.HANDOFF_CLUSTER,
    taskDefinition: read.HANDOFF_TASK_DEFINITION,
    container: read.HANDOFF_CONTAINER,
    subnets: read.HANDOFF_SUBNETS,
    securityGroups: read.HANDOFF_SECURITY_GROUPS,
    assignPublicIp: read.HANDOFF_PUBLIC_IP === "true",
  };
  return { kind: "ecs", aboveBytes: size, ecs };
}
