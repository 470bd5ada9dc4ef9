/** What Lambda itself writes around each invocation, and Node's own warnings, which say nothing of the app. */
const noise = /^(?:START|END|INIT_START) |^\(node:\d+\)|^\(Use `node /;

/** Keys that a structured line has in every message; they are not repeated. */
const usual = new Set([
  "level",
  "message",
  "timestamp",
  "service",
  "cold_start",
  "sampling_rate",
  "xray_trace_id",
  "function_arn",
  "function_memory_size",
  "function_name",
  "function_request_id",
]);

/**
 * One log message as one line: time, function, level, text, and what else a structured message says.
 *
 * Undefined for what isn't worth a line: Lambda's own, and metrics. Escapes are shown inert.
 */
export function formatLogLine(message: string, { label, time }: { label: string; time: number }) {
  const text = message.trim();
  if (text === "" || noise.test(text) || text.includes('"_aws":{')) return undefined;
  const clock = new Date(time).toISOString().slice(11, 23);
  return inert(
    `${clock} ${label} ${text.startsWith("REPORT ") ? reportOf(text) : structured(text)}`,
  );
}

function reportOf(text: string) {
  return `· ${/\bDuration: [\d.]+ ms/.exec(text)?.[0] ?? text}`;
}

function structured(text: string) {
  try {
    const line = JSON.parse(text) as Record<string, unknown>;
    const { level = "", message = "" } = line;
    const rest = Object.entries(line).filter(([key]) => !usual.has(key));
    const facts = rest.map(
      ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
    );
    return [level, message, ...facts].map(String).join(" ");
  } catch {
    // Not every line is JSON: a crash prints a stack.
    return text.replaceAll(/\s*\n\s*/g, " ⏎ ");
  }
}

const inert = (line: string) =>
  line.replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
