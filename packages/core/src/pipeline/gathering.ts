/** How jobs are done, one by one or several at once. */
export interface Gathering<Job, Answer> {
  /** Jobs that go together at most. */
  readonly most: number;
  /** Whether two can't be in one request. */
  readonly clash: (one: Job, other: Job) => boolean;
  /**
   * One request for all of them: an answer for each job, in their order; `undefined` for one that
   * has to be asked for alone. Throws where no answer came for any.
   */
  readonly together: (jobs: readonly Job[]) => Promise<readonly (Answer | undefined)[]>;
  readonly alone: (job: Job) => Promise<Answer>;
}

interface Waiting<Job, Answer> {
  readonly job: Job;
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does jobs in as few requests as come by themselves: while one request is under way, the jobs
 * that are given meanwhile gather, and go together after it. None waits for company.
 */
export function gathering<Job, Answer>(how: Gathering<Job, Answer>): (job: Job) => Promise<Answer> {
  const waiting: Waiting<Job, Answer>[] = [];
  let isBusy = false;
  const next = async () => {
    if (isBusy || waiting.length === 0) return;
    isBusy = true;
    await answerAll(takeGroup(waiting, how), how);
    isBusy = false;
    void next();
  };
  return (job) =>
    new Promise((resolve, reject) => {
      waiting.push({ job, resolve, reject });
      void next();
    });
}

/** The oldest, and those after it that go along with all before. */
function takeGroup<Job, Answer>(
  waiting: Waiting<Job, Answer>[],
  { most, clash }: Gathering<Job, Answer>,
) {
  const group: Waiting<Job, Answer>[] = [];
  for (const one of waiting.splice(0)) {
    const fits = group.length < most && !group.some(({ job }) => clash(job, one.job));
    (fits ? group : waiting).push(one);
  }
  return group;
}

/** Whoever has to be asked for alone holds up nobody: only the one request is waited for. */
async function answerAll<Job, Answer>(
  group: readonly Waiting<Job, Answer>[],
  { together, alone }: Gathering<Job, Answer>,
): Promise<void> {
  try {
    const answers = await together(group.map(({ job }) => job));
    for (const [at, { job, resolve }] of group.entries()) resolve(answers[at] ?? alone(job));
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}
