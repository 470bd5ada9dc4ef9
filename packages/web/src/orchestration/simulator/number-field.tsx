import { useId } from "react";
import { fields, type FieldName } from "./fields.ts";

interface Props {
  readonly name: FieldName;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
  /** What it is without the change. */
  readonly now?: string;
}

/** One number, with what is wrong with it below. */
export function NumberField({ name, value, problem, onChange, now }: Props) {
  const id = useId();
  const { label } = fields[name];
  const noted = [now !== undefined && `${id}-now`, problem !== undefined && `${id}-problem`];
  return (
    <div className="number-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={noted.filter(Boolean).join(" ") || undefined}
        onChange={({ target }) => onChange(target.value)}
      />
      {now !== undefined && (
        <span id={`${id}-now`} className="quiet">
          now {now === "" ? "none" : now}
        </span>
      )}
      {problem !== undefined && (
        <span id={`${id}-problem`} className="wrong">
          {problem}
        </span>
      )}
    </div>
  );
}
