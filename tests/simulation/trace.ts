import { type Call, type FaultKind } from "./faults.ts";

/** What happened, line by line; kept only when somebody will read it. */
export interface Trace {
  call(call: Call, fault: FaultKind | undefined): void;
  answer(index: number, answer: unknown): void;
  note(text: string): void;
  /** Everything so far, one line each, with the ms since the beginning. */
  lines(): readonly string[];
  /** A number that differs when anything went differently. */
  fingerprint(): number;
}

const longestLine = 400;

/** `now` is in ms; `keep` says whether lines are kept, or only counted in the fingerprint. */
export function tracing({ now, keep }: { now: () => number; keep: boolean }): Trace {
  const start = now();
  const lines: string[] = [];
  let hash = 0x811c9dc5;
  const note = (text: string) => {
    const stamped = `${String(now() - start).padStart(9)} ${text}`;
    for (let at = 0; at < stamped.length; at++)
      hash = Math.imul(hash ^ stamped.charCodeAt(at), 0x01000193);
    if (keep) lines.push(stamped);
  };
  return {
    note,
    call: ({ index, attempt, operation, process, input }, fault) => {
      const again = attempt > 1 ? ` (attempt ${attempt})` : "";
      const what = keep ? ` ${shown(input)}` : "";
      note(`#${index} ${process} ${operation}${again}${fault ? ` !${fault}` : ""}${what}`);
    },
    answer: (index, answer) => {
      if (answer instanceof Error) note(`#${index} → ${answer.name}: ${answer.message}`);
      else if (keep) note(`#${index} → ${shown(answer)}`);
    },
    lines: () => lines,
    fingerprint: () => hash >>> 0,
  };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, (name, member: unknown) => {
    if (name === "$metadata") return undefined;
    return isBytes(member) ? `<${member.data.length} bytes>` : member;
  });
  const brief = text ?? "";
  return brief.length > longestLine ? `${brief.slice(0, longestLine)}…` : brief;
}

/** What JSON makes of a buffer. */
function isBytes(value: unknown): value is { data: readonly number[] } {
  return typeof value === "object" && value !== null && "type" in value && value.type === "Buffer";
}
