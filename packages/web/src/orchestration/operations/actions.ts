export type Subject = "labourer" | "task" | "job";

interface Action {
  readonly name: string;
  readonly label: string;
  /** What it does, said before it is done. */
  readonly meaning: string;
}

/** What people may do to each, in the order of the buttons. */
export const actionsOf: Readonly<Record<Subject, readonly Action[]>> = {
  labourer: [
    {
      name: "pause",
      label: "Pause",
      meaning: "Nothing of it starts until it is resumed. What runs goes on.",
    },
    {
      name: "drain",
      label: "Drain",
      meaning: "It takes no new tasks until it is resumed. Those queued go on.",
    },
    { name: "resume", label: "Resume", meaning: "It takes tasks and starts them again." },
  ],
  task: [
    { name: "pause", label: "Pause", meaning: "It is set aside until it is resumed." },
    { name: "resume", label: "Resume", meaning: "It goes back to the front of the queue." },
    {
      name: "cancel",
      label: "Cancel",
      meaning: "It is never tried again. Where it runs, its worker is told.",
    },
    { name: "retry", label: "Retry", meaning: "It is tried again, from the front of the queue." },
  ],
  job: [
    { name: "pause", label: "Pause", meaning: "Its tasks are set aside until it is resumed." },
    { name: "resume", label: "Resume", meaning: "Its tasks go back to the queue." },
    { name: "drain", label: "Drain", meaning: "Loading stops. The tasks that are loaded go on." },
    { name: "cancel", label: "Cancel", meaning: "None of its tasks is tried any more." },
  ],
};
