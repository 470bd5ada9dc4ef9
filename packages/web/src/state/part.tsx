import { type ReactNode, useId } from "react";
import { sentenceOf } from "../api/sentences.ts";

interface Props {
  readonly title: string;
  /** Where it lives, and who writes it. */
  readonly about: ReactNode;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly children: ReactNode;
}

/** One function's state: each part is read by itself, and fails by itself. */
export function Part({ title, about, error, isPending, children }: Props) {
  const id = useId();
  return (
    <section className="state-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className="quiet">{about}</p>
      {error && (
        <p role="alert" className="notice bad">
          {sentenceOf(error)}
        </p>
      )}
      {isPending && !error && <p className="quiet">Reading…</p>}
      {children}
    </section>
  );
}
