import { pickTransform } from "../transforms/process.ts";
import { startEcsTask } from "./ecs.ts";
import { type HandOffSettings } from "./environment.ts";
import { type HandOff } from "./handoff.ts";
import { startProcess } from "./process.ts";

/** To whom a function hands what is too much for it: too large, or a heavy transform's. */
export function handOffTo(settings: HandOffSettings): HandOff | undefined {
  if (settings.kind === "off") return undefined;
  return {
    wants: ({ key }, { size, contentType }) =>
      size > settings.aboveBytes || Boolean(pickTransform({ key, size, contentType }).heavy),
    start: (file) =>
      settings.kind === "ecs"
        ? startEcsTask(file, settings.ecs)
        : startProcess(file, settings.entry),
  };
}
