import { type ChangeEvent, type DragEvent, useRef, useState } from "react";
import { type Chosen, chosenIn, droppedIn } from "./collect.ts";

interface Props {
  readonly onFiles: (files: Chosen[]) => void;
}

/** Where files are dropped or chosen: many, or a folder with all that is in it. */
export function DropZone({ onFiles }: Props) {
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState("");
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    setProblem("");
    droppedIn(event.dataTransfer.items).then(onFiles, () =>
      setProblem("What was dropped can't be read. Choose it by a button instead."),
    );
  };
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    onFiles(chosenIn(target.files));
    // The same file may be chosen again.
    target.value = "";
  };
  return (
    <section
      className={isOver ? "drop over" : "drop"}
      aria-label="Choose files"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>Drop files or folders here</p>
      <div className="buttons">
        <button type="button" className="primary" onClick={() => files.current?.click()}>
          Choose files
        </button>
        <button type="button" onClick={() => folder.current?.click()}>
          Choose a folder
        </button>
      </div>
      {problem && <p role="alert">{problem}</p>}
      <input ref={files} type="file" multiple hidden aria-label="Files" onChange={choose} />
      <input
        ref={(input) => {
          folder.current = input;
          if (input) input.webkitdirectory = true;
        }}
        type="file"
        hidden
        aria-label="Folder"
        onChange={choose}
      />
    </section>
  );
}
