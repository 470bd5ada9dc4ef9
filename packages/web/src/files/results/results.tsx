import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type FileHistory, type FileLink, readLinks } from "../../api/api.ts";
import { sentenceOf } from "../../api/sentences.ts";
import { usePage } from "../../page-context.ts";
import { bytesText } from "../../text/bytes.ts";
import { Name, visibleName } from "../../text/name.tsx";
import { nameOf } from "../columns.tsx";
import { Preview } from "./preview.tsx";
import { ResultGoneError } from "./read-head.ts";
import { save } from "./save.ts";
import { Summary } from "./summary.tsx";

/** The file itself has no place among its results; this stands for it. */
const original = "";

interface Part {
  /** The result's; empty for the file itself. */
  readonly name: string;
  readonly title: string;
  readonly size?: number;
}

/** What the pipeline made of a file: to look at, as text or plots, or to save. Never shown as what it says it is. */
export function Results({ file }: { readonly file: FileHistory }) {
  const { api } = usePage();
  const [shown, setShown] = useState<{ part: string; link: FileLink }>();
  const isStored = file.state === "archived" || file.state === "superseded";
  const open = useMutation({
    mutationFn: async ({ part, does }: { part: string; does: (link: FileLink) => unknown }) => {
      const links = await readLinks(api, file.id);
      const link =
        part === original ? links.original : links.results.find(({ name }) => name === part);
      if (!link) throw new ResultGoneError("This is not in the archive any more.");
      await does(link);
    },
  });
  const parts: Part[] = [
    ...file.results.map(({ name, size }) => ({ name, title: name, size })),
    ...(isStored ? [{ name: original, title: nameOf(file.key), size: file.size }] : []),
  ];
  if (parts.length === 0) return null;
  return (
    <section aria-label="Results" className="stack">
      <h2>Results</h2>
      {file.summary && <Summary summary={file.summary} />}
      <ul className="results">
        {parts.map(({ name, title, size }) => (
          <li key={name}>
            <span className="result-name">
              <Name>{title}</Name>
              <span className="quiet">
                {name === original ? "the file itself" : ""} {size !== undefined && bytesText(size)}
              </span>
            </span>
            <span className="actions">
              <button
                type="button"
                aria-expanded={shown?.part === name}
                aria-label={`${shown?.part === name ? "Close" : "Look into"} ${visibleName(title)}`}
                onClick={() =>
                  shown?.part === name
                    ? setShown(undefined)
                    : open.mutate({ part: name, does: (link) => setShown({ part: name, link }) })
                }
              >
                {shown?.part === name ? "Close" : "Look"}
              </button>
              <button
                type="button"
                aria-label={`Save ${visibleName(title)}`}
                onClick={() => open.mutate({ part: name, does: save })}
              >
                Save
              </button>
            </span>
            {shown?.part === name && <Preview link={shown.link} />}
          </li>
        ))}
      </ul>
      {open.error && (
        <p role="alert" className="notice bad">
          {open.error instanceof ResultGoneError ? open.error.message : sentenceOf(open.error)}
        </p>
      )}
    </section>
  );
}
