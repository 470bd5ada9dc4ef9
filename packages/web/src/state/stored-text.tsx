import { shownText } from "../text/shown-text.ts";

interface Props {
  readonly label: string;
  readonly text: string;
}

/** A text as it is stored: nothing in it runs, and nothing in it is hidden. */
export function StoredText({ label, text }: Props) {
  return (
    <pre className="stored" tabIndex={0} role="region" aria-label={label} dir="ltr">
      {shownText(text)}
    </pre>
  );
}
