import { randomBytes } from "node:crypto";
import type { ResourceType } from "../resource-type.ts";

/** Random bytes, made once and kept in the state. */
export const randomBytesType: ResourceType = {
  honours: ["length"],
  replaces: ["length"],
  outputs: ({ length }) => ({
    id: "none",
    base64: Buffer.alloc(Number(length)).toString("base64"),
  }),
  put: async ({ length }, _, existing) => existing?.outputs ?? made(Number(length)),
  remove: async () => {},
  observe: async ({ inputs }) => inputs,
};

function made(length: number) {
  const bytes = randomBytes(length);
  return { base64: bytes.toString("base64"), hex: bytes.toString("hex") };
}
