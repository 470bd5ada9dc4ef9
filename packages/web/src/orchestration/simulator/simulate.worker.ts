import { InvalidInputError } from "@switchyard/core/errors.ts";
import { simulate } from "@switchyard/core/orchestration/simulator.ts";
import type { Asked, Told } from "./messages.ts";

// Beside the page, so that it goes on while a long simulation runs.
addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  try {
    const now = simulate(data.now, (done, tasks) => tell({ share: done / tasks / 2 }));
    const changed = simulate(data.changed, (done, tasks) =>
      tell({ share: 0.5 + done / tasks / 2 }),
    );
    tell({ now, changed });
  } catch (error) {
    tell({ wrong: sentenceOf(error) });
  }
});

const tell = (told: Told) => postMessage(told);

function sentenceOf(error: unknown): string {
  if (!(error instanceof InvalidInputError)) return "The simulation failed. Try other numbers.";
  return error.issues.map(({ field, expected }) => `${field}: expected ${expected}.`).join(" ");
}
