/**
 * RFC 8259 as a table: from a state and a byte to the next state, or to something to do.
 *
 * A table, since a chain of comparisons for each byte of a gigabyte is five times slower.
 */
const states = [
  "value",
  "value or ]",
  "key or }",
  "key",
  ":",
  "after",
  "string",
  "escape",
  "u",
  "u0",
  "u00",
  "u000",
  "t",
  "tr",
  "tru",
  "f",
  "fa",
  "fal",
  "fals",
  "n",
  "nu",
  "nul",
  "-",
  "0",
  "1",
  "1.",
  "1.1",
  "1e",
  "1e+",
  "1e1",
] as const;
const actions = [
  "bad",
  "end of line",
  "begin key",
  "begin string",
  "begin number",
  "begin boolean",
  "begin null",
  "end string",
  "open object",
  "open array",
  "close object",
  "close array",
  "comma",
] as const;

export type JsonState = (typeof states)[number];
export type JsonAction = (typeof actions)[number];

/** Numbers below are states; from here on they are actions. */
export const firstAction = 64;
export const stateNumber = (state: JsonState) => states.indexOf(state);
export const actionAt = (number: number): JsonAction => actions[number - firstAction]!;

const whitespace = " \t\r";
const digits = "123456789";
const hexadecimal = "0123456789abcdefABCDEF";

/** `table[state * 256 + byte]` */
export const table = new Uint8Array(states.length * 256).fill(firstAction);

for (const state of ["value", "value or ]"] as const) {
  on(state, '"', "begin string");
  on(state, `-0${digits}`, "begin number");
  on(state, "tf", "begin boolean");
  on(state, "n", "begin null");
  on(state, "{", "open object");
  on(state, "[", "open array");
}
on("value or ]", "]", "close array");
on("key or }", '"', "begin key");
on("key or }", "}", "close object");
on("key", '"', "begin key");
on(":", ":", "value");
for (const state of ["value", "value or ]", "key or }", "key", ":"] as const) {
  on(state, whitespace, state);
  on(state, "\n", "end of line");
}
// What may follow a value may follow a number's last digit as well.
for (const state of ["after", "0", "1", "1.1", "1e1"] as const) {
  on(state, whitespace, "after");
  on(state, "\n", "end of line");
  on(state, ",", "comma");
  on(state, "]", "close array");
  on(state, "}", "close object");
}
for (let byte = 0x20; byte < 256; byte++) set("string", byte, "string");
on("string", '"', "end string");
on("string", "\\", "escape");
on("escape", '"\\/bfnrt', "string");
on("escape", "u", "u");
follow(["u", "u0", "u00", "u000", "string"], [hexadecimal, hexadecimal, hexadecimal, hexadecimal]);
follow(["t", "tr", "tru", "after"], "rue".split(""));
follow(["f", "fa", "fal", "fals", "after"], "alse".split(""));
follow(["n", "nu", "nul", "after"], "ull".split(""));
on("-", "0", "0");
on("-", digits, "1");
on("1", `0${digits}`, "1");
for (const state of ["0", "1"] as const) on(state, ".", "1.");
for (const state of ["1.", "1.1"] as const) on(state, `0${digits}`, "1.1");
for (const state of ["0", "1", "1.1"] as const) on(state, "eE", "1e");
on("1e", "+-", "1e+");
for (const state of ["1e", "1e+", "1e1"] as const) on(state, `0${digits}`, "1e1");

function follow(path: readonly JsonState[], steps: readonly string[]) {
  steps.forEach((characters, index) => on(path[index]!, characters, path[index + 1]!));
}

function on(state: JsonState, characters: string, next: JsonState | JsonAction) {
  for (const character of characters) set(state, character.charCodeAt(0), next);
}

function set(state: JsonState, byte: number, next: JsonState | JsonAction) {
  const asState = (states as readonly string[]).indexOf(next);
  const asAction = firstAction + (actions as readonly string[]).indexOf(next);
  table[stateNumber(state) * 256 + byte] = asState === -1 ? asAction : asState;
}
