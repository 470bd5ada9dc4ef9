import type { FileState } from "../api/api.ts";

/** The ways a file can go: one signed PUT, signed parts, or this page's own keys for a while. */
export type Way = "put" | "parts" | "credentials";

/**
 * - `refused`: the server would not take it; nothing was sent
 * - `offline`: waits for the network, and goes on by itself
 * - `missing`: left by an earlier visit; goes on when its file is chosen again
 * - `stored`: sent; the pipeline has it
 */
export type Phase =
  | "refused"
  | "waiting"
  | "sending"
  | "paused"
  | "offline"
  | "failed"
  | "missing"
  | "stored";

/** Where an upload in parts stands in S3. */
export interface Multipart {
  readonly uploadId: string;
  readonly key: string;
}

/** One file on its way. Sizes are bytes, times milliseconds since 1970. */
export interface Upload {
  readonly id: string;
  /** Its name, with its folders. */
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly lastModified: number;
  readonly way: Way;
  readonly overwrite: boolean;
  readonly phase: Phase;
  readonly sent: number;
  /** Bytes a second, while it is sent. */
  readonly speed?: number;
  /** Why it was refused, or failed: for a person. */
  readonly reason?: string;
  /** The whole key, once it is known. */
  readonly key?: string;
  readonly correlationId?: string;
  readonly multipart?: Multipart;
  /** Bytes of each part, where it goes in parts. */
  readonly partSize?: number;
  /** Of the credentials that it was begun with. */
  readonly session?: string;
  /** What the pipeline has made of it. */
  readonly file?: { readonly id: string; readonly state: FileState; readonly why?: string };
}

/** Nothing will happen to it any more in this page. */
export const isOver = ({ phase }: Upload): boolean => phase === "stored" || phase === "refused";

/** It can be taken up from where it stands. */
export const canStart = ({ phase }: Upload): boolean =>
  phase === "paused" || phase === "failed" || phase === "offline";
