import * as z from "zod/mini";
import { parseEnvironment, type Environment } from "../../aws/environment.ts";
import { wholeNumber } from "../../aws/whole-number.ts";
import { lazy } from "../../lazy.ts";

/** In which variable a container finds its file. */
export const handedFileVariable = "HANDED_FILE";

const text = () => z.string("a value").check(z.minLength(1, "a value"));

const Kind = /* @__PURE__ */ lazy(() =>
  z.object({
    HANDOFF: z.enum(["off", "ecs", "process"], "off, ecs or process"),
    HANDOFF_ABOVE_BYTES: z.prefault(
      wholeNumber(0, Number.MAX_SAFE_INTEGER, "a size in bytes"),
      2 * 1024 ** 3,
    ),
  }),
);
const Ecs = /* @__PURE__ */ lazy(() =>
  z.object({
    HANDOFF_CLUSTER: text(),
    HANDOFF_TASK_DEFINITION: text(),
    HANDOFF_CONTAINER: text(),
    /** Names, parted by commas. */
    HANDOFF_SUBNETS: text(),
    HANDOFF_SECURITY_GROUPS: text(),
    HANDOFF_PUBLIC_IP: z.prefault(z.enum(["true", "false"], "true or false"), "false"),
  }),
);
const Process = /* @__PURE__ */ lazy(() => z.object({ HANDOFF_ENTRY: text() }));

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
  const { HANDOFF: kind, HANDOFF_ABOVE_BYTES: aboveBytes } = parseEnvironment(Kind(), {
    ...env,
    HANDOFF: env["HANDOFF"] || "off",
  });
  if (kind === "off") return { kind };
  if (kind === "process") {
    return { kind, aboveBytes, entry: parseEnvironment(Process(), env).HANDOFF_ENTRY };
  }
  const read = parseEnvironment(Ecs(), env);
  const ecs = {
    cluster: read.HANDOFF_CLUSTER,
    taskDefinition: read.HANDOFF_TASK_DEFINITION,
    container: read.HANDOFF_CONTAINER,
    subnets: namesIn(read.HANDOFF_SUBNETS),
    securityGroups: namesIn(read.HANDOFF_SECURITY_GROUPS),
    assignPublicIp: read.HANDOFF_PUBLIC_IP === "true",
  };
  return { kind, aboveBytes, ecs };
}

const namesIn = (list: string) => list.split(",").filter(Boolean);
