import type { FileLink } from "../../api/api.ts";
import { ResultGoneError } from "./read-head.ts";

/** Bytes. What is larger the browser fetches itself, by the link. */
const largestFetched = 200 * 1024 ** 2;

/**
 * Saves what is behind a link. It is never opened: whatever the storage says of its type, it reaches the browser as
 * bytes of no type, or, where it is large, by a link that S3 answers as an attachment. Throws `ResultGoneError`.
 */
export async function save({ url, name, size = Infinity }: FileLink): Promise<void> {
  if (size > largestFetched) return follow(url, name);
  const answer = await fetch(url).catch((cause: unknown) => {
    throw new ResultGoneError("The storage does not answer. Check your connection.", { cause });
  });
  if (!answer.ok) throw new ResultGoneError("This is not in the archive any more.");
  const bytes = new Blob([await answer.arrayBuffer()], { type: "application/octet-stream" });
  const address = URL.createObjectURL(bytes);
  follow(address, name);
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function follow(address: string, name: string) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.rel = "noopener noreferrer";
  link.click();
}
