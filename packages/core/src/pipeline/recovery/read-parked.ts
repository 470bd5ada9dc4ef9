import { InvalidInputError } from "../../errors.ts";
import { type Announced } from "../events/announcement.ts";
import { parseEvent } from "../events.ts";
import { ownerOf } from "../keys.ts";
import { type ParkedMessage } from "./parked.ts";

/** Which parked messages a redrive is about: those with a file that matches. */
export interface RedriveSelection {
  readonly prefix?: string;
  readonly owner?: string;
  /** Sent before that time, ms since 1970. */
  readonly sentBefore?: number;
}

type Read = { readonly message: ParkedMessage; readonly uploads: readonly Announced[] };

/** What a parked message announces; or at once, why it stays. Pure. */
export function readParked(
  message: ParkedMessage,
  selection: RedriveSelection,
): Read | (Read & { readonly decision: "unreadable" | "other" }) {
  const uploads = uploadsIn(message);
  if (!uploads) return { message, uploads: [], decision: "unreadable" };
  const { sentBefore = Infinity } = selection;
  const isSelected =
    message.sentAt <= sentBefore && uploads.some((upload) => matches(upload, selection));
  return isSelected ? { message, uploads } : { message, uploads, decision: "other" };
}

function uploadsIn({ body }: ParkedMessage): readonly Announced[] | undefined {
  try {
    const { uploads } = parseEvent(body);
    return uploads.length > 0 ? uploads : undefined;
  } catch (error) {
    if (error instanceof InvalidInputError) return undefined;
    throw error;
  }
}

const matches = ({ key }: Announced, { prefix = "", owner }: RedriveSelection) =>
  key.startsWith(prefix) && (owner === undefined || ownerOf(key) === owner);
