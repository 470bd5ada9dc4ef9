import { type CommandLike, type ModelRequest, type ServiceModel } from "../models/model.ts";
import { withSend, type Sender } from "../models/client.ts";
import { type StoredBody } from "../models/s3/body.ts";
import { trusted } from "../models/trusted.ts";
import { type Random } from "../models/random.ts";
import { isLasting, type FaultKind, type FaultPlan } from "./faults.ts";
import { conflictOf } from "./conflict.ts";
import { AbortedError, ConnectionError, isRetryable, ServiceDownError } from "./network-errors.ts";
import { type Process } from "./process.ts";
import { type Scheduler, still } from "./scheduler.ts";
import { type Trace } from "./trace.ts";

/** What lies between processes and services. */
export interface Network {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly faults: FaultPlan;
  readonly trace: Trace;
  /** The next call's number. */
  readonly nextIndex: () => number;
}

/** Ms that things take, drawn anew each time. */
const durations = {
  oneWay: [1, 40],
  patience: [1000, 4000],
  backoff: [20, 200],
  straggling: [100, 2000],
} as const;

interface Sending {
  readonly network: Network;
  readonly process: Process;
  readonly request: ModelRequest;
  readonly maxAttempts: number;
  readonly resolve: (answer: object) => void;
  readonly reject: (error: unknown) => void;
  readonly isAborted: () => boolean;
}

/** A process's client of a service: with delays, faults, and the SDK's retries on top. */
export function simulatedClient<Client extends Sender>(
  network: Network,
  process: Process,
  model: ServiceModel,
  { maxAttempts = 3 } = {},
): Pick<Client, "send"> {
  return withSend<Client>(async (command: CommandLike, options?: { abortSignal?: AbortSignal }) => {
    const signal = options?.abortSignal;
    if (signal?.aborted) throw new AbortedError();
    const request = await model.prepare(command);
    return process.suspend<object>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new AbortedError()));
      const isAborted = () => signal?.aborted ?? false;
      const attempts = request.once ? 1 : maxAttempts;
      attempt({ network, process, request, maxAttempts: attempts, resolve, reject, isAborted }, 1);
    });
  });
}

/** One attempt: the way there, the service, the way back. */
function attempt(sending: Sending, number: number, lasting?: FaultKind): void {
  const { network, process, request, isAborted } = sending;
  if (!process.isRunning || isAborted()) return;
  const { operation, input } = request;
  const index = network.nextIndex();
  const call = { index, attempt: number, operation, process: process.name, input };
  const fault = lasting ?? network.faults(call);
  network.trace.call(call, fault);
  if (fault === "crashBefore") return process.kill();
  const again = isLasting(fault) ? fault : undefined;
  const back = (error: unknown, ms: number) =>
    later(network, ms, () => retry(sending, number, error, again));
  const [patience, oneWay] = [draw(network, "patience"), draw(network, "oneWay")];
  if (fault === "refused" || fault === "outage")
    return back(new ConnectionError("ECONNREFUSED", number), oneWay);
  if (fault === "unsent") return back(new ConnectionError("TimeoutError", number), patience);
  if (fault === "straggles") {
    later(network, patience + draw(network, "straggling"), () => void reach(sending, index));
    return back(new ConnectionError("TimeoutError", number), patience);
  }
  later(network, oneWay, () => {
    const conflict = fault === "conflict" && conflictOf(operation, input);
    if (conflict) return back(conflict, oneWay);
    if (fault === "unavailable") return back(new ServiceDownError(excuse(network), number), oneWay);
    return arrive(sending, { index, number, fault, again });
  });
}

interface Arrived {
  readonly index: number;
  readonly number: number;
  readonly fault: FaultKind | undefined;
  readonly again: FaultKind | undefined;
}
type Answer =
  | { readonly ok: true; readonly value: object }
  | { readonly ok: false; readonly error: unknown };

/** Most services answer at once: then nothing goes on until the answer has travelled back. */
function arrive(sending: Sending, call: Arrived): unknown {
  const answer = reach(sending, call.index);
  if (!(answer instanceof Promise)) return travelBack(sending, call, answer);
  void answer.then((late) => travelBack(sending, call, late));
  return undefined;
}

function travelBack(sending: Sending, call: Arrived, answer: Answer): unknown {
  const { network, process } = sending;
  const { number, fault, again } = call;
  if (fault === "crashDuring") return process.kill();
  const failed = (error: unknown) => retry(sending, number, error, again);
  if (fault === "torn" && answer.ok) tear(answer.value, network.random);
  const oneWay = draw(network, "oneWay");
  later(network, fault === "timedOut" ? draw(network, "patience") : oneWay, () => {
    if (fault === "crashAfter") return process.kill();
    if (fault === "timedOut") return failed(new ConnectionError("TimeoutError", number));
    if (fault === "lost" || fault === "silence")
      return failed(new ConnectionError("ECONNRESET", number));
    if (!answer.ok) return failed(answer.error);
    sending.resolve(sending.request.decode(answer.value));
  });
  return still;
}

/** The service does it, whether or not anybody still waits for the answer. */
function reach({ request, network }: Sending, index: number): Answer | Promise<Answer> {
  const answered = (value: object): Answer => {
    network.trace.answer(index, value);
    return { ok: true, value };
  };
  const failed = (error: unknown): Answer => {
    network.trace.answer(index, error);
    return { ok: false, error };
  };
  try {
    const answer = request.apply();
    return answer instanceof Promise ? answer.then(answered, failed) : answered(answer);
  } catch (error) {
    return failed(error);
  }
}

/** As the SDK: what may have been a passing trouble is sent again, the same request. */
function retry(
  sending: Sending,
  number: number,
  error: unknown,
  lasting: FaultKind | undefined,
): void {
  if (number >= sending.maxAttempts || !isRetryable(error)) {
    tellAttempts(error, number);
    return sending.reject(error);
  }
  later(sending.network, draw(sending.network, "backoff"), () =>
    attempt(sending, number + 1, lasting),
  );
}

/** As the SDK: an error says which try it answers. */
function tellAttempts(error: unknown, attempts: number): void {
  if (!(error instanceof Error) || !("$metadata" in error)) return;
  error.$metadata = { ...trusted<object>(error.$metadata), attempts };
}

/** Lets an object's stream break somewhere. */
function tear(answer: object, random: Random): void {
  if (!("Body" in answer)) return;
  const body = trusted<StoredBody>(answer.Body);
  body.tornAt = random.between(0, body.bytes.length);
}

function draw({ random }: Network, what: keyof typeof durations): number {
  const [low, high] = durations[what];
  return random.between(low, high);
}

function excuse({ random }: Network) {
  return random.pick(["InternalServerError", "ServiceUnavailable", "ThrottlingException"]);
}

function later({ scheduler }: Network, ms: number, act: () => unknown): void {
  scheduler.after(ms, act);
}
