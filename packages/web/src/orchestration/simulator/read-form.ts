import type { SimulationInput } from "@switchyard/core/orchestration/simulator.ts";
import type { LabourerNow } from "../../api/orchestration.ts";
import { fieldNames, fields, type Answers, type Field, type FieldName } from "./fields.ts";
import { limitsNow } from "./prefill.ts";

/** What is wrong with a field, as a sentence. */
export interface Problem {
  readonly field: FieldName;
  readonly sentence: string;
}
export type Read =
  | { readonly now: SimulationInput; readonly changed: SimulationInput }
  | { readonly problems: readonly Problem[] };

/** Above that a browser has to work for long. */
const mostTasks = 1_000_000;
/** Only its values matter to the simulator. */
const key = "payload.key";

/** The form as two simulations: with the labourer's own limits, and with the changed ones. Pure. */
export function readForm(answers: Answers, labourer: LabourerNow): Read {
  const problems = fieldNames.flatMap((field) => problemOf(field, answers[field]));
  if (problems.length > 0) return { problems };
  const numbers = numbersIn(answers);
  const together = problemTogether(numbers);
  if (together) return { problems: [together] };
  const own = numbersIn({ ...answers, ...limitsNow(labourer) });
  const { spread } = answers;
  return {
    now: inputOf(own, spread, labourer),
    changed: inputOf(numbers, spread, labourer),
  };
}

function problemOf(name: FieldName, text: string): Problem[] {
  const field: Field = fields[name];
  const { label, least, most, isWhole, isOptional } = field;
  const value = text.trim();
  if (value === "" && isOptional) return [];
  const number = value === "" ? Number.NaN : Number(value);
  const fits = number >= least && number <= most && (!isWhole || Number.isInteger(number));
  if (fits) return [];
  const kind = isWhole ? "a whole number" : "a number";
  const range = `from ${least.toLocaleString("en")} to ${most.toLocaleString("en")}`;
  const got = value === "" ? "there is none" : `not “${value.slice(0, 40)}”`;
  return [{ field: name, sentence: `${label}: ${kind} ${range} is expected, ${got}.` }];
}

type Numbers = Readonly<Record<FieldName, number | undefined>>;

const numbersIn = (answers: Answers): Numbers =>
  Object.fromEntries(
    fieldNames.map((name) => [
      name,
      answers[name].trim() === "" ? undefined : Number(answers[name]),
    ]),
  ) as Numbers;

function problemTogether({ waiting = 0, arriving = 0, minutes = 0, ...limits }: Numbers) {
  const tasks = waiting + arriving * minutes;
  const wrong = (field: FieldName, sentence: string): Problem => ({ field, sentence });
  if (tasks === 0)
    return wrong("waiting", "There is nothing to simulate: some tasks must wait or arrive.");
  if (tasks > mostTasks)
    return wrong(
      "arriving",
      `These are ${Math.round(tasks).toLocaleString("en")} tasks; a browser tries up to a million.`,
    );
  if (limits.starts !== undefined && limits.period === undefined)
    return wrong("period", "A number of starts needs the seconds that it is for.");
  return undefined;
}

function inputOf(
  numbers: Numbers,
  spread: Answers["spread"],
  labourer: LabourerNow,
): SimulationInput {
  const { waiting = 0, arriving = 0, minutes = 0, takes = 0, failing = 0, keys = 1 } = numbers;
  const { limit = 0, hours = 1 } = numbers;
  const { duration, cooldown, maxAttempts } = labourer;
  return {
    labourer: {
      max_simultaneous_invocations: limit,
      duration,
      cooldown,
      max_attempts: maxAttempts,
      flow: flowOf(numbers, labourer),
    },
    arrivals: [
      ...(waiting > 0 ? [{ count: waiting, keys }] : []),
      ...(arriving > 0 ? [{ rate: arriving / 60, until: minutes * 60, keys }] : []),
    ],
    durations: spread === "fixed" ? { fixed: takes } : { exponential: takes },
    failures: { rate: failing / 100 },
    until: hours * 3_600,
  };
}

function flowOf({ keyLimit, starts, period }: Numbers, { rate, keys }: LabourerNow) {
  const isShared = keyLimit !== undefined || keys.length > 0;
  return {
    ...(isShared && { fair_share: { key } }),
    ...(keyLimit !== undefined && { concurrency: { key, limit: keyLimit } }),
    ...(starts !== undefined && {
      rate_limit: { limit: starts, period, ...(rate?.perKey && { key }) },
    }),
  };
}
