import { type FormEvent, useState } from "react";
import type { LabourerNow } from "../../api/orchestration.ts";
import {
  type FieldName,
  type LimitName,
  limitFields,
  type LoadName,
  loadFields,
  type Spread,
  spreads,
} from "./fields.ts";
import { spanText } from "../../text/times.ts";
import { NumberField } from "./number-field.tsx";
import { answersNow, limitsNow } from "./prefill.ts";
import { type Problem, readForm } from "./read-form.ts";
import { Results } from "./results.tsx";
import { useSimulation } from "./use-simulation.ts";
import "./simulator.css";

const limitNames = Object.keys(limitFields) as LimitName[];
const loadNames = Object.keys(loadFields) as LoadName[];

/** Other limits for a labourer, tried in this browser by the orchestrator's own plan. Nothing is deployed. */
export function Simulator({ labourer }: { readonly labourer: LabourerNow }) {
  const [answers, setAnswers] = useState(() => answersNow(labourer));
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const { simulation, begin, stop } = useSimulation();
  const own = limitsNow(labourer);
  const change = (next: Partial<typeof answers>) => {
    setAnswers({ ...answers, ...next });
    setProblems([]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readForm(answers, labourer);
    if ("problems" in read) return setProblems(read.problems);
    return begin(read);
  };
  const field = (name: FieldName) => ({
    name,
    value: answers[name],
    problem: problems.find((problem) => problem.field === name)?.sentence,
    onChange: (value: string) => change({ [name]: value }),
  });
  const { share, results, wrong } = simulation;
  return (
    <div className="simulator">
      <form className="stack" onSubmit={submit} aria-label="Other limits" noValidate>
        <fieldset>
          <legend>Limits to try</legend>
          <div className="number-fields">
            {limitNames.map((name) => (
              <NumberField key={name} {...field(name)} now={own[name]} />
            ))}
          </div>
        </fieldset>
        <fieldset>
          <legend>What it has to do</legend>
          <div className="number-fields">
            {loadNames.map((name) => (
              <NumberField key={name} {...field(name)} />
            ))}
            <label className="number-field">
              <span>Its time is</span>
              <select
                value={answers.spread}
                onChange={({ target }) => change({ spread: target.value as Spread })}
              >
                {Object.entries(spreads).map(([name, label]) => (
                  <option key={name} value={name}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <p className="quiet">
            As its settings say, a task is stopped after {spanText(labourer.duration * 1000)} and
            has {labourer.maxAttempts} attempts.
          </p>
        </fieldset>
        {(problems.length > 0 || wrong !== undefined) && (
          <p role="alert" className="notice bad">
            {wrong ?? problems.map(({ sentence }) => sentence).join(" ")}
          </p>
        )}
        <div className="buttons">
          <button type="submit" className="primary">
            Try these limits
          </button>
          {share !== undefined && (
            <>
              <button type="button" onClick={stop}>
                Stop
              </button>
              <progress value={share} max={1} aria-label="Simulating" />
            </>
          )}
        </div>
      </form>
      {results && <Results {...results} />}
    </div>
  );
}
