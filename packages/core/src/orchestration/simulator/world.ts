import { type Bucket, tokenPatienceMs } from "../flow/bucket.ts";
import { deal, lanesToLookAt } from "../flow/deal.ts";
import { flowKeyOf } from "../labourer.ts";
import { defaultCoefficients, plan, type Hold, type View } from "../orchestrator/plan.ts";
import { afterFailure } from "../scavenger/retry.ts";
import { Agenda } from "./agenda.ts";
import { arrivalsOf } from "./arrivals.ts";
import { type SimulationConfig } from "./config.ts";
import { SimulatedLanes, type SimulatedLane, type SimulatedTask } from "./lanes.ts";
import { type Measure } from "./measure.ts";
import { chancesOf, drawDuration } from "./random.ts";
import { type SimulationResult } from "./result.ts";

type Happening =
  | {
      readonly kind: "arrival";
      readonly from: Iterator<SimulatedTask>;
      readonly task: SimulatedTask;
    }
  | { readonly kind: "end"; readonly task: SimulatedTask; readonly failed: boolean }
  | { readonly kind: "retry"; readonly task: SimulatedTask }
  | { readonly kind: "run" };

interface OfKey {
  tasks: number;
  started: number;
  delay: number;
  maxDelay: number;
  mostRunning: number;
}

/** Seconds between the clock's runs. */
const minute = 60;

/** One labourer, its workers and its queue. Times in seconds from the beginning. */
export class World {
  readonly #config: SimulationConfig;
  readonly #measure: Measure;
  readonly #agenda = new Agenda<Happening>();
  readonly #lanes = new SimulatedLanes();
  readonly #chance;
  readonly #runningOf = new Map<string, number>();
  readonly #bucketOf = new Map<string, Bucket>();
  readonly #ofKey = new Map<string, OfKey>();
  readonly #holds: Record<string, number> = {};
  readonly #counts = { completed: 0, dead: 0, expired: 0, retries: 0, runs: 0, lasted: 0 };
  #bucket: Bucket | undefined;
  #running = 0;
  #now = 0;
  #nextRun = Infinity;
  #lastRun = -Infinity;
  tasks = 0;

  constructor(config: SimulationConfig, measure: Measure) {
    this.#config = config;
    this.#measure = measure;
    this.#chance = chancesOf(config.seed);
    for (const [index, arrivals] of config.arrivals.entries()) {
      const from = arrivalsOf(arrivals, index, chancesOf(config.seed + 1_000 * (index + 1)));
      this.#noteArrival(from);
    }
  }

  get ended(): number {
    const { completed, dead, expired } = this.#counts;
    return completed + dead + expired;
  }

  /** Lets the next thing happen. `false`: nothing is left to happen, or the time is over. */
  step(): boolean {
    const next = this.#agenda.next();
    if (!next || next.at > this.#config.until) {
      if (next) this.#measure.until(this.#config.until, this.#lanes.waiting, this.#running);
      return false;
    }
    const { at, what } = next;
    // A run that was put forward has happened already.
    if (what.kind === "run" && at !== this.#nextRun) return true;
    this.#measure.until(at, this.#lanes.waiting, this.#running);
    this.#now = at;
    if (what.kind === "run") this.#run();
    else if (what.kind === "arrival") this.#arrive(what.task, what.from);
    else if (what.kind === "retry") this.#queue(what.task, true);
    else this.#end(what.task, what.failed);
    return true;
  }

  result(): Omit<SimulationResult, "utilisation" | "delay" | "series"> {
    const keys = Array.from(this.#ofKey, ([key, { tasks, started, delay, ...own }]) => ({
      ...own,
      key,
      tasks,
      meanDelay: started === 0 ? 0 : delay / started,
    }));
    return {
      ...this.#counts,
      tasks: this.tasks,
      left: this.tasks - this.ended,
      keys: keys.toSorted((a, b) => b.tasks - a.tasks).slice(0, 20),
      holds: this.#holds,
    };
  }

  #noteArrival(from: Iterator<SimulatedTask>): void {
    const { value, done } = from.next();
    if (done) return;
    const task: SimulatedTask = value;
    this.#agenda.note(task.arrived, { kind: "arrival", from, task });
  }

  #arrive(task: SimulatedTask, from: Iterator<SimulatedTask>): void {
    this.tasks++;
    const { flow } = this.#config.labourer;
    const own = {
      ...task,
      key: flowKeyOf(flow) === undefined ? "-" : task.key,
      priority: flow?.priority ? task.priority : 0,
    };
    this.#keyOf(own.key).tasks++;
    this.#queue(own, false);
    this.#noteArrival(from);
  }

  #queue(task: SimulatedTask, toFront: boolean): void {
    this.#lanes.add(task, this.#now * 1_000, toFront);
    this.#poke();
  }

  /** Somebody tells the orchestrator: it runs at once, or when its present run is over. */
  #poke(): void {
    const { pokes, run_seconds: lasts } = this.#config;
    if (pokes) this.#runAt(Math.max(this.#now, this.#lastRun) + lasts);
    else this.#runAt(this.#nextMinute());
  }

  #nextMinute = () => (Math.floor(this.#now / minute) + 1) * minute;

  #runAt(at: number): void {
    if (this.#nextRun <= at) return;
    this.#nextRun = at;
    this.#agenda.note(at, { kind: "run" });
  }

  #run(): void {
    this.#nextRun = Infinity;
    this.#lastRun = this.#now;
    this.#counts.runs++;
    let hold = this.#round();
    while (hold === "again") hold = this.#round();
    if (this.#lanes.waiting === 0) return;
    if (hold) this.#holds[hold.why] = (this.#holds[hold.why] ?? 0) + 1;
    const token = Math.min(hold && "next" in hold ? hold.next : Infinity, this.#lanes.nextDue());
    const wait = token / 1_000 - this.#now;
    const isNear = this.#config.pokes && wait <= tokenPatienceMs / 1_000;
    this.#runAt(isNear ? Math.max(token / 1_000, this.#now + 0.001) : this.#nextMinute());
  }

  /** Deals and plans as the orchestrator does. `again`: some were closed, others are at the front. */
  #round(): Hold | "again" | undefined {
    const view = this.#view();
    const nowMs = view.now;
    const lanes = this.#lanes.first(lanesToLookAt(view), nowMs);
    const dealt = deal(view, lanes);
    const places = new Map<SimulatedLane, number>();
    const candidates = dealt.turns.flatMap((lane) => {
      const place = places.get(lane) ?? 0;
      places.set(lane, place + 1);
      const task = this.#lanes.peek(lane, place);
      return task ? [{ task, key: task.key, lane }] : [];
    });
    const planned = plan(view, candidates);
    if (planned.bucket) this.#bucket = planned.bucket;
    for (const [key, bucket] of planned.bucketOf) this.#bucketOf.set(key, bucket);
    let closed = 0;
    for (const [index, { verdict }] of planned.decisions.entries()) {
      const candidate = candidates[index];
      if (!candidate || verdict.do === "wait") break;
      this.#lanes.take(candidate.lane, nowMs);
      if (verdict.do === "start") this.#start(candidate.task);
      else closed++;
    }
    this.#counts.expired += closed;
    for (const { lane, until } of dealt.postponed) this.#lanes.postpone(lane, until);
    return closed > 0 ? "again" : dealt.hold;
  }

  #view(): View {
    const { labourer } = this.#config;
    return {
      now: this.#now * 1_000,
      labourer,
      health: { status: this.#status() },
      coefficients: defaultCoefficients,
      running: this.#running,
      runningOf: this.#runningOf,
      heldJobs: {},
      bucket: this.#bucket,
      bucketOf: this.#bucketOf,
    };
  }

  #status() {
    const past = this.#config.health.filter(({ at }) => at <= this.#now);
    return past.toSorted((a, b) => b.at - a.at)[0]?.status ?? 4;
  }

  #start(task: SimulatedTask): void {
    const { durations, failures, labourer } = this.#config;
    const ofKey = this.#keyOf(task.key);
    if (task.attempts === 0) {
      const delay = this.#now - task.arrived;
      this.#measure.started(delay);
      ofKey.started++;
      ofKey.delay += delay;
      ofKey.maxDelay = Math.max(ofKey.maxDelay, delay);
    }
    task.attempts++;
    this.#running++;
    const running = (this.#runningOf.get(task.key) ?? 0) + 1;
    this.#runningOf.set(task.key, running);
    ofKey.mostRunning = Math.max(ofKey.mostRunning, running);
    const duration = drawDuration(durations, this.#chance);
    const isLate = duration > labourer.duration;
    const failed = this.#chance() < failures.rate || isLate;
    // One that is killed holds its slot until it has expired.
    const lasts = isLate ? labourer.duration + labourer.cooldown : duration;
    this.#agenda.note(this.#now + lasts, { kind: "end", task, failed });
  }

  #end(task: SimulatedTask, failed: boolean): void {
    this.#running--;
    const running = (this.#runningOf.get(task.key) ?? 1) - 1;
    if (running > 0) this.#runningOf.set(task.key, running);
    else this.#runningOf.delete(task.key);
    this.#counts.lasted = this.#now;
    if (failed) this.#fail(task);
    else this.#counts.completed++;
    if (this.#lanes.waiting > 0) this.#poke();
  }

  /** The scavenger's decision. */
  #fail(task: SimulatedTask): void {
    const { labourer } = this.#config;
    const { attempts } = task;
    const next = afterFailure({
      attempts,
      labourer,
      // The scavenger's, too, where no closed task tells of a shorter one.
      maxDuration: labourer.duration,
      random: this.#chance(),
    });
    if (next.kind === "dead") this.#counts.dead++;
    else {
      this.#counts.retries++;
      this.#agenda.note(this.#now + next.delay, { kind: "retry", task });
    }
  }

  #keyOf(key: string): OfKey {
    let own = this.#ofKey.get(key);
    if (!own)
      this.#ofKey.set(key, (own = { tasks: 0, started: 0, delay: 0, maxDelay: 0, mostRunning: 0 }));
    return own;
  }
}
