import type { Upload, Way } from "./upload.ts";

export type How = Pick<Upload, "way" | "overwrite">;

const ways: Readonly<Record<Way, { title: string; text: string }>> = {
  put: { title: "One signed PUT", text: "Simple, for files up to 5 GB. A pause begins again." },
  parts: {
    title: "In signed parts",
    text: "For large files: goes on where it was, even after a reload.",
  },
  credentials: {
    title: "Temporary keys",
    text: "This browser signs for itself, in a folder of its own.",
  },
};

interface Props {
  readonly how: How;
  readonly onChange: (how: How) => void;
}

/** How the files that are chosen next will go. */
export function Ways({ how, onChange }: Props) {
  return (
    <fieldset className="ways">
      <legend>How to send</legend>
      {Object.entries(ways).map(([way, { title, text }]) => (
        <label key={way} className="way">
          <input
            type="radio"
            name="way"
            value={way}
            checked={how.way === way}
            onChange={() => onChange({ ...how, way: way as Way })}
          />
          <span>
            <strong>{title}</strong>
            <span className="quiet">{text}</span>
          </span>
        </label>
      ))}
      <label className="check">
        <input
          type="checkbox"
          checked={!how.overwrite}
          disabled={how.way === "credentials"}
          onChange={({ target }) => onChange({ ...how, overwrite: !target.checked })}
        />
        Never replace a file of the same name
      </label>
    </fieldset>
  );
}
