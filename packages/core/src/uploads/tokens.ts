import { randomBytes } from "node:crypto";

/** 128 random bits in 22 letters, digits, `-` and `_`. */
export const newToken = (): string => randomBytes(16).toString("base64url");
