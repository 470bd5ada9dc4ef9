import { visibleName } from "./name.tsx";

/** A text with what can't be seen in it made visible, line by line: line ends and tabs stay. Pure. */
export const shownText = (text: string): string => text.split("\n").map(shownLine).join("\n");

const shownLine = (line: string) => line.replace(/\r$/, "").split("\t").map(visibleName).join("\t");
